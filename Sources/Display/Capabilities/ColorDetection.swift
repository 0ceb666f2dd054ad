// SPDX-License-Identifier: MIT

extension Detector {
  /// The first rule that matches decides.
  func colorIsOn(accessible: Bool) -> Finding<Bool> {
    if options.plain { return Finding(false, "--plain") }
    if accessible { return Finding(false, "output for a screen reader has no colour") }
    switch options.color {
    case .always, .ansi16, .palette256, .truecolor:
      return Finding(true, "--color=\(options.color.rawValue)")
    case .never: return Finding(false, "--color=never")
    case .auto: break
    }
    if environment.value("NO_COLOR") != nil { return Finding(false, "NO_COLOR is set") }
    if let force = environment.value("FORCE_COLOR") {
      let isOff = force == "0" || force == "false"
      return Finding(!isOff, "FORCE_COLOR=\(force)")
    }
    if let force = environment.value("CLICOLOR_FORCE"), force != "0" {
      return Finding(true, "CLICOLOR_FORCE=\(force)")
    }
    if isDumb {
      return Finding(false, environment.value("TERM").map { "TERM=\($0)" } ?? "TERM is not set")
    }
    if environment.value("CLICOLOR") == "0" { return Finding(false, "CLICOLOR=0") }
    if !isTerminal { return Finding(false, terminalReason) }
    return Finding(true, terminalReason)
  }

  private var terminalReason: String {
    if let compatible = environment.value("TTY_COMPATIBLE"), ["0", "1"].contains(compatible) {
      return "TTY_COMPATIBLE=\(compatible)"
    }
    return isTerminal ? "the output is a terminal" : "the output is not a terminal"
  }

  /// Whether bold and underline may be written, which `NO_COLOR` does not forbid.
  func writesEscapes(colorIsOn: Bool, accessible: Bool) -> Finding<Bool> {
    if options.plain { return Finding(false, "--plain") }
    if accessible { return Finding(false, "output for a screen reader has none") }
    if colorIsOn { return Finding(true, "colour is on") }
    if isDumb {
      return Finding(false, environment.value("TERM").map { "TERM=\($0)" } ?? "TERM is not set")
    }
    return Finding(isTerminal, terminalReason)
  }

  func colorDepth() -> Finding<Capabilities.ColorDepth> {
    switch options.color {
    case .ansi16: return Finding(.ansi16, "--color=16")
    case .palette256: return Finding(.palette256, "--color=256")
    case .truecolor: return Finding(.truecolor, "--color=truecolor")
    case .auto, .always, .never: break
    }
    switch environment.value("FORCE_COLOR") {
    case "1": return Finding(.ansi16, "FORCE_COLOR=1")
    case "2": return Finding(.palette256, "FORCE_COLOR=2")
    case "3": return Finding(.truecolor, "FORCE_COLOR=3")
    default: break
    }
    let terminal = environment.value("TERM") ?? ""
    let isMultiplexer = terminal.hasPrefix("screen") || terminal.hasPrefix("tmux")
    if let depth = environment.value("COLORTERM"), ["truecolor", "24bit"].contains(depth),
      !isMultiplexer
    {
      return Finding(.truecolor, "COLORTERM=\(depth)")
    }
    if environment.value("WT_SESSION") != nil { return Finding(.truecolor, "WT_SESSION is set") }
    let modern = ["alacritty", "contour", "foot", "ghostty", "kitty", "rio", "wezterm"]
    let pieces = terminal.split(separator: "-")
    if terminal.hasSuffix("-direct") || modern.contains(where: { pieces.contains(Substring($0)) }) {
      return Finding(.truecolor, "TERM=\(terminal)")
    }
    if terminal.hasSuffix("256color") || isMultiplexer {
      return Finding(.palette256, "TERM=\(terminal)")
    }
    return Finding(.ansi16, terminal.isEmpty ? "TERM is not set" : "TERM=\(terminal)")
  }
}

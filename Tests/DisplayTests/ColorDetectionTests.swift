// SPDX-License-Identifier: MIT

import Testing

@testable import Display

/// One row of the table of precedence.
struct ColorRow: CustomTestStringConvertible, Sendable {
  var variables: [String: String]
  var color = DisplayOptions.Color.auto
  var isTerminal = true
  var depth: Capabilities.ColorDepth
  var reason: String

  init(
    _ variables: [String: String], color: DisplayOptions.Color = .auto, isTerminal: Bool = true,
    _ depth: Capabilities.ColorDepth, _ reason: String
  ) {
    self.variables = variables
    self.color = color
    self.isTerminal = isTerminal
    self.depth = depth
    self.reason = reason
  }

  var testDescription: String { "\(variables) \(color) \(isTerminal) → \(depth)" }

  func detect(_ options: DisplayOptions = DisplayOptions()) -> CapabilityDetection {
    var options = options
    options.color = color
    return CapabilityDetection(
      TerminalEnvironment(variables: variables, outputIsTerminal: isTerminal), options: options)
  }
}

private let xterm = ["TERM": "xterm"]

private func with(_ more: [String: String]) -> [String: String] {
  xterm.merging(more) { $1 }
}

@Suite struct ColorDetectionTests {
  static let switches: [ColorRow] = [
    ColorRow(with(["NO_COLOR": "1"]), color: .always, .ansi16, "--color=always"),
    ColorRow(with(["FORCE_COLOR": "3"]), color: .never, .none, "--color=never"),
    ColorRow(with(["NO_COLOR": "1"]), color: .ansi16, isTerminal: false, .ansi16, "--color=16"),
    ColorRow(xterm, color: .palette256, isTerminal: false, .palette256, "--color=256"),
    ColorRow(["TERM": "dumb"], color: .truecolor, .truecolor, "--color=truecolor"),
    ColorRow(with(["NO_COLOR": "0"]), .none, "NO_COLOR is set"),
    ColorRow(with(["NO_COLOR": "yes", "FORCE_COLOR": "1"]), .none, "NO_COLOR is set"),
    ColorRow(with(["NO_COLOR": ""]), .ansi16, "the output is a terminal"),
    ColorRow(with(["FORCE_COLOR": "0"]), .none, "FORCE_COLOR=0"),
    ColorRow(with(["FORCE_COLOR": "false", "CLICOLOR_FORCE": "1"]), .none, "FORCE_COLOR=false"),
    ColorRow(with(["FORCE_COLOR": "yes"]), isTerminal: false, .ansi16, "FORCE_COLOR=yes"),
    ColorRow(with(["FORCE_COLOR": ""]), isTerminal: false, .none, "the output is not a terminal"),
    ColorRow(with(["CLICOLOR_FORCE": "1"]), isTerminal: false, .ansi16, "CLICOLOR_FORCE=1"),
    ColorRow(
      with(["CLICOLOR_FORCE": "0"]), isTerminal: false, .none, "the output is not a terminal"),
    ColorRow(["TERM": "dumb", "FORCE_COLOR": "1"], .ansi16, "FORCE_COLOR=1"),
    ColorRow([:], .none, "TERM is not set"),
    ColorRow(["TERM": "dumb"], .none, "TERM=dumb"),
    ColorRow(["TERM": "unknown"], .none, "TERM=unknown"),
    ColorRow(["WT_SESSION": "x"], .truecolor, "the output is a terminal"),
    ColorRow(with(["CLICOLOR": "0"]), .none, "CLICOLOR=0"),
    ColorRow(with(["CLICOLOR": "1"]), .ansi16, "the output is a terminal"),
    ColorRow(xterm, isTerminal: false, .none, "the output is not a terminal"),
    ColorRow(with(["TTY_COMPATIBLE": "1"]), isTerminal: false, .ansi16, "TTY_COMPATIBLE=1"),
    ColorRow(with(["TTY_COMPATIBLE": "0"]), .none, "TTY_COMPATIBLE=0"),
    ColorRow(with(["CI": "true"]), .ansi16, "the output is a terminal"),
  ]

  @Test(arguments: switches) func `the first rule that matches decides`(row: ColorRow) {
    let detection = row.detect()
    #expect(detection.capabilities.colorDepth == row.depth)
    #expect(detection.decisions.first { $0.topic == "colour" }?.reason == row.reason)
  }

  static let depths: [ColorRow] = [
    ColorRow(
      with(["FORCE_COLOR": "1", "COLORTERM": "truecolor"]), isTerminal: false, .ansi16,
      "FORCE_COLOR=1"),
    ColorRow(with(["FORCE_COLOR": "2"]), .palette256, "FORCE_COLOR=2"),
    ColorRow(with(["FORCE_COLOR": "3"]), .truecolor, "FORCE_COLOR=3"),
    ColorRow(with(["FORCE_COLOR": "3"]), color: .palette256, .palette256, "--color=256"),
    ColorRow(with(["COLORTERM": "truecolor"]), .truecolor, "COLORTERM=truecolor"),
    ColorRow(with(["COLORTERM": "24bit"]), .truecolor, "COLORTERM=24bit"),
    ColorRow(
      ["TERM": "tmux-256color", "COLORTERM": "truecolor"], .palette256, "TERM=tmux-256color"),
    ColorRow(["TERM": "screen", "COLORTERM": "truecolor"], .palette256, "TERM=screen"),
    ColorRow(["TERM": "screen-256color"], .palette256, "TERM=screen-256color"),
    ColorRow(["TERM": "tmux"], .palette256, "TERM=tmux"),
    ColorRow(with(["WT_SESSION": "x"]), .truecolor, "WT_SESSION is set"),
    ColorRow(["TERM": "xterm-direct"], .truecolor, "TERM=xterm-direct"),
    ColorRow(["TERM": "xterm-kitty"], .truecolor, "TERM=xterm-kitty"),
    ColorRow(["TERM": "foot"], .truecolor, "TERM=foot"),
    ColorRow(["TERM": "alacritty"], .truecolor, "TERM=alacritty"),
    ColorRow(["TERM": "contour"], .truecolor, "TERM=contour"),
    ColorRow(["TERM": "xterm-ghostty"], .truecolor, "TERM=xterm-ghostty"),
    ColorRow(["TERM": "rio"], .truecolor, "TERM=rio"),
    ColorRow(["TERM": "wezterm"], .truecolor, "TERM=wezterm"),
    ColorRow(["TERM": "xterm-256color"], .palette256, "TERM=xterm-256color"),
    ColorRow(xterm, .ansi16, "TERM=xterm"),
    ColorRow(["TERM": "linux"], .ansi16, "TERM=linux"),
  ]

  @Test(arguments: depths) func `depth follows flag, level, table`(row: ColorRow) {
    let detection = row.detect()
    #expect(detection.capabilities.colorDepth == row.depth)
    #expect(detection.decisions.first { $0.topic == "colour depth" }?.reason == row.reason)
  }

  @Test func `NO_COLOR leaves bold alone, plain and accessible do not`() {
    let row = ColorRow(with(["NO_COLOR": "1"]), .none, "")
    #expect(row.detect().capabilities.attributes)
    var options = DisplayOptions()
    options.plain = true
    #expect(!row.detect(options).capabilities.attributes && row.detect(options).capabilities.plain)
    let forced = ColorRow(with(["FORCE_COLOR": "3"]), .none, "").detect(options).capabilities
    #expect(forced.colorDepth == .none)
    let accessible = ColorRow(with(["ACCESSIBLE": "1", "FORCE_COLOR": "3"]), .none, "").detect()
    #expect(accessible.capabilities.accessible && accessible.capabilities.colorDepth == .none)
    #expect(!accessible.capabilities.attributes)
    let piped = ColorRow(with([:]), isTerminal: false, .none, "").detect().capabilities
    #expect(!piped.attributes && !piped.resynchronizes)
  }

  @Test func `each stream is judged by itself`() {
    let environment = TerminalEnvironment(variables: xterm, errorIsTerminal: true)
    let output = CapabilityDetection(environment, stream: .output)
    let error = CapabilityDetection(environment, stream: .error)
    #expect(output.capabilities.colorDepth == .none && error.capabilities.colorDepth == .ansi16)
  }
}

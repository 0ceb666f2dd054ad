// SPDX-License-Identifier: MIT

/// One thing that was decided about the terminal, and why, in words.
public struct Decision: Sendable, Equatable {
  /// What was decided about.
  public var topic: String
  /// The outcome.
  public var outcome: String
  /// The rule that matched.
  public var reason: String

  /// Creates a decision.
  public init(_ topic: String, _ outcome: String, _ reason: String) {
    self.topic = topic
    self.outcome = outcome
    self.reason = reason
  }
}

/// Which stream the output goes to; each is judged by itself.
public enum OutputStream: Sendable, Hashable {
  /// Standard output, the result.
  case output
  /// Standard error, the messages.
  case error
}

/// Decides what the terminal can do, from values that are handed in.
///
/// `CI` decides nothing: a build log shows colours as well as any terminal.
public struct CapabilityDetection: Sendable, Equatable {
  /// What was found.
  public let capabilities: Capabilities
  /// What shows texts that are taller than the screen; nil when they are printed.
  public let pager: PagerChoice?
  /// Every decision with its reason, for a report.
  public let decisions: [Decision]

  /// Detects the capabilities of one stream.
  ///
  /// - Parameters:
  ///   - environment: What the outside says.
  ///   - options: What the command line says.
  ///   - stream: The stream that is written to.
  ///   - isFullScreen: Whether a session owns the screen, so that its size may change.
  public init(
    _ environment: TerminalEnvironment, options: DisplayOptions = DisplayOptions(),
    stream: OutputStream = .output, isFullScreen: Bool = false
  ) {
    let detector = Detector(
      environment: environment, options: options, stream: stream, isFullScreen: isFullScreen)
    (capabilities, pager, decisions) = detector.detect()
  }
}

/// A value together with the rule that gave it.
struct Finding<Value: Sendable> {
  let value: Value
  let reason: String

  init(_ value: Value, _ reason: String) {
    self.value = value
    self.reason = reason
  }
}

/// The inputs of a detection; extensions hold the rules, one concern each.
struct Detector {
  let environment: TerminalEnvironment
  let options: DisplayOptions
  let stream: OutputStream
  let isFullScreen: Bool

  func detect() -> (Capabilities, PagerChoice?, [Decision]) {
    let accessible = accessibility()
    let color = colorIsOn(accessible: accessible.value)
    let depth = color.value ? colorDepth() : Finding(.none, "colour is off")
    let escapes = writesEscapes(colorIsOn: color.value, accessible: accessible.value)
    let (size, height) = self.size()
    let unicode = self.unicode()
    let ambiguous = ambiguousWidth()
    let links = hyperlinks(accessible: accessible.value)
    let motion = animates()
    let pager = pager(accessible: accessible.value)
    var capabilities = Capabilities(width: size.value, height: height, colorDepth: depth.value)
    capabilities.attributes = escapes.value
    capabilities.plain = options.plain
    capabilities.unicode = unicode.value
    capabilities.ambiguousWidth = ambiguous.value
    capabilities.accessible = accessible.value
    capabilities.hyperlinks = links.value
    // A log that merely takes escapes has no columns to go to.
    capabilities.resynchronizes = isAttached && !isDumb && !options.plain && !accessible.value
    capabilities.animates = motion.value
    capabilities.theme = options.theme
    capabilities.palette = options.palette
    capabilities.matrixLayout = options.matrixLayout
    capabilities.shade = options.shade
    capabilities.maximumRows = options.maximumRows
    capabilities.scalePolicy = options.scalePolicy
    capabilities.clipsOutliers = options.clipsOutliers
    capabilities.showsLegend = options.showsLegend
    return (
      capabilities, pager.value,
      [
        Decision("colour", color.value ? "on" : "off", color.reason),
        Decision("colour depth", depth.value.words, depth.reason),
        Decision("bold and underline", escapes.value ? "on" : "off", escapes.reason),
        Decision("width", "\(size.value)", size.reason),
        Decision("characters", unicode.value ? "Unicode" : "ASCII", unicode.reason),
        Decision("ambiguous width", "\(ambiguous.value)", ambiguous.reason),
        Decision("hyperlinks", links.value ? "on" : "off", links.reason),
        Decision("screen reader", accessible.value ? "on" : "off", accessible.reason),
        Decision("animation", motion.value ? "on" : "off", motion.reason),
        Decision("pager", pager.value?.command ?? "none", pager.reason),
      ]
    )
  }

  /// Whether the stream is a terminal; `TTY_COMPATIBLE` overrides what the system says.
  var isTerminal: Bool {
    switch environment.value("TTY_COMPATIBLE") {
    case "1": true
    case "0": false
    default: isAttached
    }
  }

  /// Whether the system says that the stream is a terminal.
  var isAttached: Bool {
    stream == .output ? environment.outputIsTerminal : environment.errorIsTerminal
  }

  /// Whether the terminal takes no escape sequences.
  var isDumb: Bool {
    guard let terminal = environment.value("TERM") else {
      return environment.value("WT_SESSION") == nil
    }
    return terminal == "dumb" || terminal == "unknown"
  }
}

extension Capabilities.ColorDepth {
  /// The depth in words.
  public var words: String {
    switch self {
    case .none: "none"
    case .ansi16: "16 colours"
    case .palette256: "256 colours"
    case .truecolor: "24-bit"
    }
  }
}

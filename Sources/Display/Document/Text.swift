// SPDX-License-Identifier: MIT

/// Running text as a sequence of styled runs.
///
/// A newline inside a run is a line break; other control characters are shown escaped.
///
/// ```swift
/// let text: Text = "The row " + .code("cat") + " sums to " + .strong("1.000") + "."
/// ```
public struct Text: Sendable, Equatable {
  /// The runs in reading order.
  public var runs: [Run]

  /// Creates text from its runs.
  public init(_ runs: [Run] = []) {
    self.runs = runs
  }

  /// Creates text of a single run.
  public init(_ string: String, style: Style = .plain) {
    runs = [Run(string, style: style)]
  }

  /// The characters of all runs without their styles.
  public var plainString: String {
    runs.map(\.string).joined()
  }

  /// Joins two texts.
  public static func + (left: Text, right: Text) -> Text {
    var joined = left
    joined += right
    return joined
  }

  /// Appends another text.
  ///
  /// Pieces of one link become one link, so that its address is said once.
  public static func += (left: inout Text, right: Text) {
    var rest = right.runs[...]
    if let last = left.runs.last, let first = rest.first, case .link = last.style,
      last.style == first.style
    {
      left.runs[left.runs.count - 1].string += first.string
      rest = rest.dropFirst()
    }
    left.runs += rest
  }
}

extension Text {
  /// A string with one style throughout.
  public struct Run: Sendable, Equatable {
    /// The characters.
    public var string: String
    /// How they stand out.
    public var style: Style

    /// Creates a run.
    public init(_ string: String, style: Style = .plain) {
      self.string = string
      self.style = style
    }
  }

  /// How a run stands out; never by colour alone.
  public enum Style: Sendable, Hashable {
    /// As the surrounding text.
    case plain
    /// Bold.
    case strong
    /// Italic.
    case emphasis
    /// Something to type or a name in a program; shown between backticks.
    case code
    /// Less important than its surroundings.
    case dim
    /// A link to the address.
    case link(String)
  }

  /// Returns bold text.
  public static func strong(_ string: String) -> Text { Text(string, style: .strong) }

  /// Returns italic text.
  public static func emphasis(_ string: String) -> Text { Text(string, style: .emphasis) }

  /// Returns text between backticks.
  public static func code(_ string: String) -> Text { Text(string, style: .code) }

  /// Returns dim text.
  public static func dim(_ string: String) -> Text { Text(string, style: .dim) }

  /// Returns text that links to an address.
  public static func link(_ string: String, to address: String) -> Text {
    Text(string, style: .link(address))
  }
}

extension Text: ExpressibleByStringInterpolation {
  /// Creates text of a single plain run.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}

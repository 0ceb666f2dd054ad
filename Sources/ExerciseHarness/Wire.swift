// SPDX-License-Identifier: MIT

/// The text in which `attn` and a learner's program talk: one line for each thing.
///
///     call attend 2
///     value query 2 3 2
///     0.5 1 -0.25 3 2 1
///
/// Numbers are written so that reading gives the same bits, NaN and infinities included.
public enum Wire {
  /// A call of a task.
  public static func call(_ task: String, _ values: [Value]) -> String {
    "call \(task) \(values.count)\n" + values.map(text).joined()
  }

  /// A value on two lines.
  public static func text(_ value: Value) -> String {
    let shape = value.shape.map { " \($0)" }.joined()
    let numbers = value.numbers.map { "\($0)" }.joined(separator: " ")
    return "value \(value.name) \(value.shape.count)\(shape)\n\(numbers)\n"
  }

  /// Reads a value from its two lines; `nil` when they are anything else.
  public static func value(_ header: Substring, _ line: Substring) -> Value? {
    let words = header.split(separator: " ")
    guard words.count >= 3, words[0] == "value", let rank = Int(words[2]), (0...3).contains(rank),
      words.count == 3 + rank
    else { return nil }
    let shape = words[3...].compactMap { Int($0) }
    guard shape.count == rank, shape.allSatisfy({ (0...1_000_000).contains($0) }) else {
      return nil
    }
    let numbers = line.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue })
    else { return nil }
    return Value(name: String(words[1]), shape: shape, numbers: numbers)
  }

  /// One line for a text of several.
  public static func escaped(_ text: String) -> String {
    String(text.prefix(2000)).split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\u{2028}")
  }
}

// SPDX-License-Identifier: MIT

/// Counts what a text could ask a YAML parser to do, before anything is built.
///
/// It does not know quotes, comments or text blocks, so it never counts too little: whatever libyaml
/// takes for an item, an anchor or an alias is preceded by one of the bytes looked for here. The
/// exact judgement is `SafeYAML`'s, on the parsed nodes; here only what would cost too much to parse
/// is refused.
package struct TextCensus {
  let source: SourceText
  /// Keys, list items and brackets; at least half the number of nodes.
  private var items = 0
  /// Places where a key may begin that is itself a list or a mapping.
  private var nestedKeys = 0
  private var anchors = 0
  private var aliases = 0
  private var firstAlias = 0
  private var lastNestedKey = 0

  /// Enough for a matrix of 200 × 500 as a nested list.
  package static let mostItems = 100_000
  /// How many nodes the parser may have to look at when it compares keys.
  static let mostWork = 1e6

  private init(_ source: SourceText) { self.source = source }

  /// Refuses a text that would take too long, or too much memory, to parse.
  ///
  /// - Parameter source: The text.
  /// - Throws: `ProblemFileError` with the line where it becomes too much.
  package static func check(_ source: SourceText) throws(ProblemFileError) {
    var census = TextCensus(source)
    var line = 1
    var recent: UInt32 = 0x0A
    for byte in source.text.utf8 {
      try census.count(byte, after: recent, line)
      if byte == UInt8(ascii: "\n") { line += 1 }
      recent = recent << 8 | UInt32(byte)
    }
    try census.refuseHardWork()
  }

  /// Counts one byte; `recent` are the four before it.
  private mutating func count(
    _ byte: UInt8, after recent: UInt32, _ line: Int
  ) throws(ProblemFileError) {
    let previous = UInt8(truncatingIfNeeded: recent)
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "["): items += 1
    case UInt8(ascii: "{"): addNestedKey(line)
    case UInt8(ascii: "&") where Self.mayStandBeforeValue(previous): anchors += 1
    case UInt8(ascii: "*") where Self.mayStandBeforeValue(previous):
      aliases += 1
      if firstAlias == 0 { firstAlias = line }
    case UInt8(ascii: "%") where Self.endsLine(recent):
      // A prefix declared once could be repeated into gigabytes.
      throw ProblemFileError(
        file: source.file, line: line,
        "begins with '%', a YAML directive; a problem has none. Leave this line out")
    // Line ends outside ASCII are blanks to libyaml, too.
    case _ where Self.isBlank(byte) || byte >= 0x80:
      switch previous {
      case UInt8(ascii: "-"), UInt8(ascii: ":"): items += 1
      case UInt8(ascii: "?"): addNestedKey(line)
      default: break
      }
    case 0..<0x20, 0x7F:
      let digits = String(byte, radix: 16, uppercase: true)
      throw ProblemFileError(
        file: source.file, line: line,
        "has the control character 0x\(byte < 16 ? "0" : "")\(digits), which no text holds; "
          + "expected a YAML file. Remove it, or save the file as plain UTF-8 text")
    default: break
    }
    guard items <= Self.mostItems else {
      throw ProblemFileError(
        file: source.file, line: line,
        "here the file has more than \(Self.mostItems) list items. Write matrices as text blocks "
          + "(rows on lines), or put them into a .npz: {file: inputs.npz, array: X}")
    }
  }

  private mutating func addNestedKey(_ line: Int) {
    items += 1
    nestedKeys += 1
    lastNestedKey = line
  }

  /// An alias doubles what stands behind it, and every key is compared with all others.
  private func refuseHardWork() throws(ProblemFileError) {
    let share = Double(aliases) / Double(max(1, anchors))
    var growth = 1.0
    for _ in 0..<anchors where growth <= Self.mostWork { growth *= share + 1 }
    let work = Double(items + 1) * Double(nestedKeys + 1)
    if growth > 1, work * growth > Self.mostWork { throw SafeYAML.alias(source.file, firstAlias) }
    guard work <= Self.mostWork else {
      throw ProblemFileError(
        file: source.file, line: lastNestedKey,
        "here the file has \(nestedKeys) braces or '?' keys and \(items) list items, too many "
          + "together. Write matrices as text blocks (rows on lines), or put them into a .npz")
    }
  }

  /// LF, CR, NEL, LS, PS, or a byte-order mark.
  private static func endsLine(_ recent: UInt32) -> Bool {
    let last = UInt8(truncatingIfNeeded: recent)
    return last == 0x0A || last == 0x0D || recent & 0xFFFF == 0xC285
      || [0xE280A8, 0xE280A9, 0xEFBBBF].contains(recent & 0xFF_FFFF)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func mayStandBeforeValue(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte >= 0x80 || "[{,:?".utf8.contains(byte)
  }
}

// SPDX-License-Identifier: MIT

/// Reads the text of a lesson: its head, then Markdown with live blocks.
///
/// The Markdown is CommonMark with tables. Raw HTML and images are refused, since a terminal shows
/// neither; so is whatever is larger or deeper than `LessonLimits` allow.
public struct LessonMarkup: Equatable, Sendable {
  public let header: LessonHeader
  public let blocks: [LessonBlock]

  /// Reads the bytes of a `lesson.md`.
  ///
  /// - Parameters:
  ///   - bytes: What stands in the file; need not be sound.
  ///   - file: How messages call the file.
  /// - Throws: The first thing that is wrong, with its line.
  public init(bytes: [UInt8], file: String) throws(LessonError) {
    let lines = try LessonLines(bytes: bytes, file: file)
    let (header, proseStart) = try LessonHeader.read(lines)
    self.header = header
    blocks = try LessonMarkupReader(lines: lines).blocks(from: proseStart)
  }
}

/// Walks the tree of cmark-gfm and makes our own of it.
///
/// Blocks are made in `LessonMarkupReader+Blocks.swift`, running text in `+Inlines.swift`, fenced
/// blocks in `+Fences.swift`.
struct LessonMarkupReader {
  let lines: LessonLines
  /// How many lines of the file stand before the text that is parsed.
  var linesBefore = 0
  /// How many blocks the text that is parsed stands in.
  var depth = 0

  /// Parses the lines from one on to the end.
  func blocks(from start: Int) throws(LessonError) -> [LessonBlock] {
    var reader = self
    reader.linesBefore = start
    return try reader.blocks(of: lines.text[start...].joined(separator: "\n"))
  }

  func blocks(of text: String) throws(LessonError) -> [LessonBlock] {
    try CommonMarkNode.withDocument(of: Self.shielded(text)) {
      (root) throws(LessonError) -> [LessonBlock] in
      try blocks(of: root.children, depth: depth)
    } ?? []
  }

  func line(of node: CommonMarkNode) -> Int { linesBefore + max(1, node.line) }

  func error(_ problem: LessonError.Problem, _ line: Int) -> LessonError {
    LessonError(file: lines.file, line: line, problem: problem)
  }

  /// Hands a text on if a terminal can bear it; entities such as `&#27;` can hide what it cannot.
  func safe(_ text: String, line: Int) throws(LessonError) -> String {
    if let scalar = ForbiddenCharacter.first(in: text) {
      throw error(.controlCharacter(code: scalar.value), line)
    }
    return text.utf8.contains(0xEF) ? text.replacing(Self.shield, with: "*") : text
  }

  /// Stands for `*` inside a value while Markdown is read, so that two of them are no emphasis:
  /// U+FDD0, which Unicode keeps free for such uses.
  private static let shield = String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self)

  /// Replaces each `*` inside `{=…}` or `{0.7=…}` on one line.
  private static func shielded(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    var isInside = false
    var last = UInt8(ascii: " ")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "="), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        isInside = isInside || last == UInt8(ascii: "{")
      case UInt8(ascii: "}"), UInt8(ascii: "\n"): isInside = false
      default: break
      }
      if isInside, byte == UInt8(ascii: "*") {
        result += shield.utf8
      } else {
        result.append(byte)
      }
      last = byte
    }
    return result
  }
}

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
    try CommonMarkNode.withDocument(of: Array(text.utf8)) {
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
    guard let scalar = ForbiddenCharacter.first(in: text) else { return text }
    throw error(.controlCharacter(code: scalar.value), line)
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation

/// Runs the live blocks of a lesson on its problem.
struct LiveOutput {
  let page: LessonPage
  let writer: LessonWriter

  /// What a lesson's author may write after `attn`.
  static let commands = [
    "show STAGE[,STAGE…] [--head N]", "why CELL [--depth N]", "heads", "trace", "checks", "ask",
  ]

  func blocks(_ command: LiveCommand) throws -> [Block] {
    var words = command.words
    let name = words.isEmpty ? "" : words.removeFirst()
    let head = try option("--head", &words, command)
    let depth = try option("--depth", &words, command)
    let section = StageSection(
      page.trace, head: head, includesPictures: writer.includesPictures,
      cellNotes: writer.cellNotes)
    switch (name, words.count) {
    case ("show", 1...):
      return try words.joined().split(separator: ",").flatMap { stage in
        section.blocks(
          try found(command) { () throws(CellLookupError) in
            try page.trace.stage(named: String(stage))
          }
        ).map(\.asPartOfLesson)
      }
    case ("why", 1):
      let why = try found(command) { () throws(CellLookupError) in
        try CellExplanation(page.trace.cell(words[0]), in: page.trace)
      }
      guard let why else { return [] }
      return WhyDocument(page.trace, depth: depth ?? 1).document(for: why).blocks
        .map(\.asPartOfLesson)
    case ("heads", 0): return section.headPanels()
    case ("trace", 0):
      return TraceDocument(page.trace, section: section).document().blocks.map(\.asPartOfLesson)
    case ("checks", 0): return [.checks(TraceDocument(page.trace, section: section).checks)]
    default:
      throw LessonPageError(
        file: page.file, line: command.line,
        sentence:
          "cannot run 'attn \(command.words.joined(separator: " "))'; a live block is one of "
          + Self.commands.joined(separator: "; "))
    }
  }

  private func found<Result>(
    _ command: LiveCommand, _ body: () throws(CellLookupError) -> Result
  ) throws(LessonPageError) -> Result {
    do throws(CellLookupError) { return try body() } catch {
      throw LessonPageError(file: page.file, line: command.line, sentence: "\(error)")
    }
  }

  private func option(
    _ name: String, _ words: inout [String], _ command: LiveCommand
  ) throws(LessonPageError) -> Int? {
    guard let place = words.firstIndex(of: name) else { return nil }
    guard place + 1 < words.count, let number = Int(words[place + 1]), number >= 0 else {
      throw LessonPageError(
        file: page.file, line: command.line, sentence: "\(name) needs a whole number")
    }
    words.removeSubrange(place...(place + 1))
    return number
  }
}

extension Block {
  /// Headings of live output stand below those of the lesson.
  fileprivate var asPartOfLesson: Block {
    if case .heading(let level, let text) = self { return .heading(level: level + 1, text) }
    return self
  }
}

// SPDX-License-Identifier: MIT

import Display
import Explanation

/// Turns the blocks of a lesson into blocks of a document.
struct LessonWriter {
  let page: LessonPage
  let includesPictures: Bool
  var cellNotes: CellNotes?
  /// The problem that a block around gives to what stands in it; the lesson's own when `nil`.
  var problem: String?

  func blocks(_ source: [LessonBlock]) throws -> [Block] {
    try source.flatMap { try block($0) }
  }

  private func block(_ block: LessonBlock) throws -> [Block] {
    let line = block.line
    switch block.content {
    case .heading(let level, let words):
      return [.heading(level: level, try text(words, line: line))]
    case .paragraph(let words): return [.paragraph(try text(words, line: line))]
    case .list(let ordered, _, let items):
      return [.list(try items.map { try blocks($0) }, ordered: ordered)]
    case .quote(let inner): return [.quote(try blocks(inner))]
    case .code(let language, let text):
      return [.code(text, language: language.isEmpty ? nil : language)]
    case .table(let header, let rows, let alignments):
      return [
        .table(
          Table(
            header: try header.map { try text($0, line: line) },
            // The first row stands two lines below the header.
            rows: try rows.enumerated().map { index, row in
              try row.map { try text($0, line: line + 2 + index) }
            },
            alignments: alignments.map(alignment)))
      ]
    case .math(let latex):
      return latex.split(separator: "\n").map { .formula(Mathematics(latex: String($0))) }
    case .rule: return [.rule]
    case .live(let command): return try LiveBlocks.blocks(command, scene)
    case .question(let question):
      // In a plain page the answer follows; a player holds it back.
      return [.quote(try asked(question) + answered(question))]
    }
  }

  private var scene: LiveScene {
    LiveScene(
      page: page, problem: problem, includesPictures: includesPictures, cellNotes: cellNotes)
  }

  /// What a question asks.
  func asked(_ question: LessonQuestion) throws -> [Block] {
    [.paragraph(.strong("Predict first."))] + (try within(question).blocks(question.question))
  }

  /// What is held back until the reader wants to know.
  func answered(_ question: LessonQuestion) throws -> [Block] {
    [.paragraph(.strong("Answer."))] + (try within(question).blocks(question.answer))
  }

  /// The number that a question asks for.
  ///
  /// - Throws: `LessonPageError` for a value that the trace does not have.
  func prediction(_ question: LessonQuestion, line: Int) throws -> LessonPrediction? {
    guard let number = question.number else { return nil }
    let inner = within(question)
    do {
      let value = try number.number { try page.folder.trace($0 ?? inner.problem) }
      return LessonPrediction(value: value, decimals: number.decimals ?? 2)
    } catch {
      throw LessonPageError(
        file: page.file, line: line, sentence: "--number \(number.expression): \(error)")
    }
  }

  private func within(_ question: LessonQuestion) -> LessonWriter {
    var inner = self
    inner.problem = question.problem ?? problem
    return inner
  }

  private func alignment(_ alignment: LessonAlignment) -> Table.Alignment {
    switch alignment {
    case .natural, .left: .left
    case .center: .center
    case .right: .right
    }
  }

  // MARK: - Running text

  /// Running text with its values put in.
  ///
  /// - Throws: `LessonPageError` for a value whose cell the trace does not have.
  func text(_ source: [LessonInline], line: Int) throws -> Text {
    var line = line
    return try text(source, &line)
  }

  /// A line that ends in the source moves the place that errors point to.
  private func text(_ source: [LessonInline], _ line: inout Int) throws -> Text {
    var result = Text()
    for inline in source { result += try run(inline, &line) }
    return result
  }

  private func run(_ inline: LessonInline, _ line: inout Int) throws -> Text {
    switch inline {
    case .text(let string): return Text(string)
    case .code(let string): return .code(string)
    case .strong(let inner): return try styled(inner, .strong, &line)
    case .emphasis(let inner): return try styled(inner, .emphasis, &line)
    case .link(let inner, let destination): return try styled(inner, .link(destination), &line)
    case .softBreak:
      line += 1
      return " "
    case .lineBreak:
      line += 1
      return "\n"
    case .value(let value): return Text(try computed(value, line))
    case .constant(let number): return Text(number)
    }
  }

  private func styled(
    _ inner: [LessonInline], _ style: Text.Style, _ line: inout Int
  ) throws -> Text {
    try text(inner, &line).runs.reduce(into: Text()) { $0 += Text($1.string, style: style) }
  }

  private func computed(_ value: LessonValue, _ line: Int) throws -> String {
    do {
      return try value.text { try page.folder.trace($0 ?? problem) }
    } catch {
      throw LessonPageError(
        file: page.file, line: line, sentence: "{=\(value.expression)}: \(error)")
    }
  }
}

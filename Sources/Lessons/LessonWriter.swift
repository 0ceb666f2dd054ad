// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// Turns the blocks of a lesson into blocks of a document.
struct LessonWriter {
  let page: LessonPage
  let includesPictures: Bool
  var cellNotes: CellNotes?

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
            rows: try rows.map { try $0.map { try text($0, line: line) } },
            alignments: alignments.map(alignment)))
      ]
    case .math(let latex):
      return latex.split(separator: "\n").map { .formula(Mathematics(latex: String($0))) }
    case .rule: return [.rule]
    case .live(let command): return try LiveOutput(page: page, writer: self).blocks(command)
    case .question(let question):
      // In a plain page the answer follows; a player holds it back.
      return [.quote(try asked(question) + answered(question))]
    }
  }

  /// What a question asks.
  func asked(_ question: LessonQuestion) throws -> [Block] {
    [.paragraph(.strong("Predict first."))] + (try blocks(question.question))
  }

  /// What is held back until the reader wants to know.
  func answered(_ question: LessonQuestion) throws -> [Block] {
    [.paragraph(.strong("Answer."))] + (try blocks(question.answer))
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
    try source.reduce(into: Text()) { $0 += try run($1, line: line) }
  }

  private func run(_ inline: LessonInline, line: Int) throws -> Text {
    switch inline {
    case .text(let string): return Text(string)
    case .code(let string): return .code(string)
    case .strong(let inner): return try styled(inner, .strong, line)
    case .emphasis(let inner): return try styled(inner, .emphasis, line)
    case .link(let inner, let destination): return try styled(inner, .link(destination), line)
    case .softBreak: return " "
    case .lineBreak: return "\n"
    case .value(let cell, let decimals): return Text(try value(cell, decimals, line))
    }
  }

  private func styled(_ inner: [LessonInline], _ style: Text.Style, _ line: Int) throws -> Text {
    Text(try text(inner, line: line).runs.map { Text.Run($0.string, style: style) })
  }

  private func value(_ cell: String, _ decimals: Int?, _ line: Int) throws -> String {
    do throws(CellLookupError) {
      let address = try page.trace.cell(cell)
      let number = page.trace[address.stage].map { $0[address.cell] } ?? .nan
      return NumberFormat(decimals: decimals ?? 3, notation: .trimmed).string(number)
    } catch {
      throw LessonPageError(file: page.file, line: line, sentence: "{=\(cell)}: \(error)")
    }
  }
}

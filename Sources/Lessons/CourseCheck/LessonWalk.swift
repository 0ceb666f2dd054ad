// SPDX-License-Identifier: MIT

/// Goes through a lesson in reading order, into quotes, lists, tables and questions.
enum LessonWalk {
  /// Every block, the outer before the inner.
  static func blocks(_ blocks: [LessonBlock]) -> [LessonBlock] {
    blocks.flatMap { block -> [LessonBlock] in
      let inner: [LessonBlock] =
        switch block.content {
        case .quote(let quoted): quoted
        case .list(_, _, let items): items.flatMap { $0 }
        case .question(let question): question.question + question.answer
        default: []
        }
      return [block] + self.blocks(inner)
    }
  }

  /// A piece of running text and the line it stands on.
  struct Piece {
    let inline: LessonInline
    let line: Int
    /// Whether it stands inside a link.
    let isInLink: Bool
    /// The problem that a question around it names.
    let problem: String?
  }

  /// The running text of some blocks, one list of pieces for each paragraph, heading or cell.
  static func paragraphs(
    _ blocks: [LessonBlock], problem: String? = nil
  ) -> [[Piece]] {
    blocks.flatMap { block -> [[Piece]] in
      switch block.content {
      case .heading(_, let text), .paragraph(let text): [pieces(text, block.line, problem)]
      case .quote(let inner): paragraphs(inner, problem: problem)
      case .list(_, _, let items): items.flatMap { paragraphs($0, problem: problem) }
      case .table(let header, let rows, _):
        header.map { pieces($0, block.line, problem) }
          + rows.enumerated().flatMap { index, row in
            row.map { pieces($0, block.line + 2 + index, problem) }
          }
      case .question(let question):
        paragraphs(question.question + question.answer, problem: question.problem ?? problem)
      case .code, .math, .rule, .live: []
      }
    }
  }

  private static func pieces(_ text: [LessonInline], _ start: Int, _ problem: String?) -> [Piece] {
    var line = start
    var made: [Piece] = []
    func walk(_ inlines: [LessonInline], isInLink: Bool) {
      for inline in inlines {
        switch inline {
        case .strong(let inner), .emphasis(let inner): walk(inner, isInLink: isInLink)
        case .link(let inner, _):
          made.append(Piece(inline: inline, line: line, isInLink: isInLink, problem: problem))
          walk(inner, isInLink: true)
        default:
          made.append(Piece(inline: inline, line: line, isInLink: isInLink, problem: problem))
          if inline == .softBreak || inline == .lineBreak { line += 1 }
        }
      }
    }
    walk(text, isInLink: false)
    return made
  }
}

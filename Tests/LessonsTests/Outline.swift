// SPDX-License-Identifier: MIT

import Lessons

/// Writes a tree as indented lines, so that a test can show what it expects.
enum Outline {
  static func of(_ blocks: [LessonBlock], indent: String = "") -> String {
    blocks.map { block($0, indent) }.joined(separator: "\n")
  }

  private static func block(_ block: LessonBlock, _ indent: String) -> String {
    let start = "\(indent)\(block.line) "
    let deeper = indent + "  "
    switch block.content {
    case .heading(let level, let text): return "\(start)heading \(level): \(of(text))"
    case .paragraph(let text): return "\(start)paragraph: \(of(text))"
    case .quote(let blocks): return "\(start)quote\n\(of(blocks, indent: deeper))"
    case .code(let language, let text): return "\(start)code(\(language)): \(escaped(text))"
    case .math(let latex): return "\(start)math: \(escaped(latex))"
    case .rule: return "\(start)rule"
    case .live(let command): return "\(start)live \(command.words): \(escaped(command.body))"
    case .list(let ordered, let number, let items):
      let kind = ordered ? "list from \(number)" : "list"
      let texts = items.map { "\(deeper)item\n\(of($0, indent: deeper + "  "))" }
      return "\(start)\(kind)\n\(texts.joined(separator: "\n"))"
    case .table(let header, let rows, let alignments):
      let lines = ([header] + rows).map { deeper + $0.map(of).joined(separator: " | ") }
      return "\(start)table \(alignments)\n\(lines.joined(separator: "\n"))"
    case .question(let question):
      return "\(start)question\n\(of(question.question, indent: deeper))\n"
        + "\(indent)answer\n\(of(question.answer, indent: deeper))"
    }
  }

  static func of(_ inlines: [LessonInline]) -> String { inlines.map(inline).joined() }

  private static func inline(_ inline: LessonInline) -> String {
    switch inline {
    case .text(let text): text
    case .strong(let inner): "strong(\(of(inner)))"
    case .emphasis(let inner): "emphasis(\(of(inner)))"
    case .code(let text): "code(\(text))"
    case .link(let inner, let destination): "link(\(of(inner)), \(destination))"
    case .value(let value):
      (value.typed.map { "typed \($0) " } ?? "")
        + "value(\(value.expression), \(value.decimals.map(String.init) ?? "–"))"
    case .constant(let number): "constant(\(number))"
    case .softBreak: "¬"
    case .lineBreak: "⏎"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "⏎")
  }
}

/// Reads prose under a head of four lines, so that the prose begins at line 6.
func blocks(_ prose: String) throws -> [LessonBlock] {
  try LessonMarkup(bytes: Array((head + prose).utf8), file: "lesson.md").blocks
}

/// Reads prose that has something wrong with it and returns the sentence that says so.
func complaint(_ prose: String) -> String {
  complaint(bytes: Array((head + prose).utf8))
}

func complaint(bytes: [UInt8]) -> String {
  do {
    _ = try LessonMarkup(bytes: bytes, file: "lesson.md")
    return "no complaint"
  } catch {
    return error.description
  }
}

private let head = """
  ---
  title: A lesson
  question: Why?
  minutes: 5
  ---

  """

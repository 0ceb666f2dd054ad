// SPDX-License-Identifier: MIT

extension LessonMarkupReader {
  /// Reads a block of code by the word after its fence: `attn` and `math` are ours.
  func fenced(_ node: CommonMarkNode, depth: Int) throws(LessonError) -> LessonBlock.Content {
    let line = line(of: node)
    guard !node.isFenced || isClosed(node) else { throw error(.fenceNotClosed, line) }
    let text = try safe(Self.withoutLastLineEnd(node.literal), line: line)
    let information = try safe(node.fenceInformation, line: line)
    let words = try words(of: information, line: line)
    switch words.first {
    case "attn":
      let command = LiveCommand(words: Array(words.dropFirst()), body: text, line: line)
      switch command.words.first {
      case nil: throw error(.noCommand, line)
      case "ask": return .question(try question(command, depth: depth + 1))
      default: return .live(command)
      }
    case "math": return .math(latex: text)
    default: return .code(language: words.first ?? "", text: text)
    }
  }

  /// Splits the body of ` ```attn ask ` at its line `---` and reads both sides as prose.
  private func question(
    _ command: LiveCommand, depth: Int
  ) throws(LessonError) -> LessonQuestion {
    let body = command.body.split(separator: "\n", omittingEmptySubsequences: false)
    guard let border = body.firstIndex(where: { $0.allBlanksAfter("---") }) else {
      throw error(.questionWithoutAnswer, command.line)
    }
    let options = try options(of: command)
    let problem = options["--problem"]
    let number = try options["--number"].map { text throws(LessonError) in
      guard let value = LessonValue("=" + text) else {
        throw error(.value(found: text), command.line)
      }
      return value
    }
    var reader = self
    reader.depth = depth
    reader.linesBefore = command.line
    let question = try reader.blocks(of: body[..<border].joined(separator: "\n"))
    reader.linesBefore = command.line + border + 1
    let answer = try reader.blocks(of: body[(border + 1)...].joined(separator: "\n"))
    guard !question.isEmpty, !answer.isEmpty else {
      throw error(.questionWithoutAnswer, command.line)
    }
    return LessonQuestion(question: question, answer: answer, problem: problem, number: number)
  }

  /// Reads what follows `ask`: `--problem FILE`, `--number VALUE`, both or nothing.
  private func options(of command: LiveCommand) throws(LessonError) -> [String: String] {
    var options: [String: String] = [:]
    var words = command.words.dropFirst()
    while let word = words.popFirst() {
      guard word == "--problem" || word == "--number", options[word] == nil,
        let value = words.popFirst()
      else {
        throw error(
          .askOption(found: command.words.dropFirst().joined(separator: " ")), command.line)
      }
      options[word] = value
    }
    return options
  }

  /// Says whether the last line of a fenced block is a fence; cmark ends it silently with the text.
  private func isClosed(_ node: CommonMarkNode) -> Bool {
    let last = linesBefore + node.lastLine - 1
    guard node.lastLine > node.line, lines.text.indices.contains(last) else { return false }
    let end = lines.text[last].drop { $0 == " " || $0 == "\t" || $0 == ">" }
    return end.hasPrefix("```") || end.hasPrefix("~~~")
  }

  private static func withoutLastLineEnd(_ text: String) -> String {
    text.last?.isNewline == true ? String(text.dropLast()) : text
  }

  /// Splits the words after a fence as a shell would, quotes removed.
  private func words(of text: String, line: Int) throws(LessonError) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character.isWhitespace {
        if let finished = word { words.append(finished) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil || words.first != "attn" else {
      throw error(.quoteNotClosed(found: text), line)
    }
    if let finished = word { words.append(finished) }
    return words
  }
}

extension Substring {
  /// Says whether nothing but blanks follows a prefix.
  fileprivate func allBlanksAfter(_ prefix: String) -> Bool {
    hasPrefix(prefix) && dropFirst(prefix.count).allSatisfy(\.isWhitespace)
  }
}

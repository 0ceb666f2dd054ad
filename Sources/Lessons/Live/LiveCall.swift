// SPDX-License-Identifier: MIT

import Explanation
import ProblemFiles

/// A live block's words, taken apart into arguments and options.
struct LiveCall {
  let kind: any LiveBlock
  /// The words that are no options, without the name.
  let arguments: [String]
  let options: [String: String]
  /// What stands inside the fence.
  let body: String
  /// Where the block stands, for messages.
  let file: String
  let line: Int

  /// Takes the words of a command apart.
  ///
  /// - Throws: `LessonPageError` for an option the kind does not have, or one without its value.
  init(_ command: LiveCommand, _ kind: any LiveBlock, file: String) throws(LessonPageError) {
    self.kind = kind
    self.file = file
    line = command.line
    body = command.body
    var arguments: [String] = []
    var options: [String: String] = [:]
    var words = command.words.dropFirst()
    while let word = words.popFirst() {
      guard word.hasPrefix("--") else {
        arguments.append(word)
        continue
      }
      let known = kind.options.union(["--problem"])
      guard known.contains(word) else {
        throw LessonPageError(
          file: file, line: line,
          sentence:
            "\(kind.name) has no option '\(word.prefix(40))'; it is written: \(kind.usage); "
            + "every block takes --problem FILE too")
      }
      guard let value = words.popFirst() else {
        throw LessonPageError(
          file: file, line: line, sentence: "nothing follows \(word); it is written: \(kind.usage)")
      }
      guard options.updateValue(value, forKey: word) == nil else {
        throw LessonPageError(file: file, line: line, sentence: "\(word) is said twice; keep one")
      }
    }
    self.arguments = arguments
    self.options = options
  }

  /// A problem with the block, at its line.
  func error(_ sentence: String) -> LessonPageError {
    LessonPageError(file: file, line: line, sentence: sentence)
  }

  /// Says what an author may write instead.
  var misuse: LessonPageError {
    let found = ([kind.name] + arguments).joined(separator: " ")
    return error("cannot run 'attn \(found)'; it is written: \(kind.usage)")
  }

  /// The only argument.
  func onlyArgument() throws(LessonPageError) -> String {
    guard arguments.count == 1 else { throw misuse }
    return arguments[0]
  }

  func noArguments() throws(LessonPageError) {
    guard arguments.isEmpty else { throw misuse }
  }

  /// A whole number from 0.
  func wholeNumber(_ option: String) throws(LessonPageError) -> Int? {
    guard let text = options[option] else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw error("\(option) needs a whole number from 0; found '\(text.prefix(40))'")
    }
    return number
  }

  /// Runs something whose errors say what, but not where in the lesson.
  func located<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as LessonPageError { throw error } catch {
      throw self.error("\(error)")
    }
  }
}

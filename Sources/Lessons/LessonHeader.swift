// SPDX-License-Identifier: MIT

import Tensors

/// What stands in the head of a lesson, between two lines `---`.
///
/// ```
/// ---
/// title: Self-attention, number by number
/// question: How does a word decide which other words to listen to?
/// minutes: 20
/// reads: Vaswani et al. 2017, section 3.2; Jurafsky and Martin, chapter 9
/// ---
/// ```
public struct LessonHeader: Equatable, Sendable {
  public let title: String
  /// The question the lesson answers.
  public let question: String
  /// How long it takes.
  public let minutes: Int
  /// Where to read on, separated by semicolons in the file; may be empty.
  public let reads: [String]

  static let keys = ["title", "question", "minutes", "reads"]
}

extension LessonHeader {
  /// Reads the head and says how many lines it takes.
  static func read(
    _ lines: LessonLines
  ) throws(LessonError) -> (header: LessonHeader, lineCount: Int) {
    func error(_ problem: LessonError.Problem, _ line: Int) -> LessonError {
      LessonError(file: lines.file, line: line, problem: problem)
    }
    guard let first = lines.text.first, isBorder(first) else {
      throw error(.noHead(found: String(lines.text.first ?? "")), 1)
    }
    guard let end = lines.text.dropFirst().firstIndex(where: isBorder) else {
      throw error(.headNotClosed, 1)
    }
    var entries: [String: (value: String, line: Int)] = [:]
    for index in 1..<end where !isIgnored(lines.text[index]) {
      let (key, value) = try entry(lines.text[index]) { problem in error(problem, index + 1) }
      guard entries[key] == nil else { throw error(.repeatedKey(key), index + 1) }
      entries[key] = (value, index + 1)
    }
    func required(_ key: String) throws(LessonError) -> (value: String, line: Int) {
      guard let entry = entries[key] else { throw error(.missingKey(key), end + 1) }
      return entry
    }
    let minutes = try required("minutes")
    guard let number = Int(minutes.value), (1...LessonLimits.minutes).contains(number) else {
      throw error(.minutes(found: minutes.value), minutes.line)
    }
    let header = LessonHeader(
      title: try required("title").value, question: try required("question").value,
      minutes: number,
      reads: (entries["reads"]?.value ?? "").split(separator: ";").map(trimmed)
        .filter { !$0.isEmpty })
    return (header, end + 1)
  }

  private static func entry(
    _ line: Substring, _ error: (LessonError.Problem) -> LessonError
  ) throws(LessonError) -> (key: String, value: String) {
    guard let colon = line.firstIndex(of: ":"), let first = line.first, !first.isWhitespace else {
      throw error(.headLine(found: String(line)))
    }
    let key = trimmed(line[..<colon])
    guard keys.contains(key) else {
      throw error(.unknownKey(found: key, nearest: NearestSpelling.of(key, among: keys)))
    }
    let value = unquoted(trimmed(line[line.index(after: colon)...]))
    guard !value.isEmpty else { throw error(.emptyValue(key: key)) }
    return (key, value)
  }

  private static func isBorder(_ line: Substring) -> Bool { trimmed(line) == "---" }

  private static func isIgnored(_ line: Substring) -> Bool {
    line.allSatisfy(\.isWhitespace) || line.first == "#"
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
    return String(text.dropFirst().dropLast())
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }
}

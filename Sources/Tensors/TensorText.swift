// SPDX-License-Identifier: MIT

/// The one notation for matrices in text: rows on lines, numbers apart by spaces; a blank line ends
/// a matrix of a stack, and two blank lines end a stack of stacks.
///
///     1 0 1/2
///     -inf sqrt(2) 3e-1
///
/// Used by problem files, worksheets, lessons and tests alike. `#` begins a comment.
public struct TensorText: Sendable, Equatable {
  /// The numbers, row-major; `nil` is a cell left open with `?`.
  public let numbers: [NumberText?]
  /// Sizes, outermost first: `[rows, columns]`, `[matrices, rows, columns]` or one more.
  public let shape: [Int]

  /// Reads a matrix or a stack of matrices.
  ///
  /// - Parameters:
  ///   - text: The rows.
  ///   - allowsBlanks: Whether `?` may stand for a cell that is left open.
  ///   - limit: How many numbers there may be.
  /// - Throws: `TensorTextError` with the line and column.
  /// - Complexity: O(characters).
  public init(
    _ text: String, allowsBlanks: Bool = false, limit: Int = TensorText.mostNumbers
  ) throws(TensorTextError) {
    var numbers: [NumberText?] = []
    var groups = Groups()
    var lineNumber = 0
    // Not `"\n"`: the end of a line on Windows is one character, and another one.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      lineNumber += 1
      let content = line.prefix { $0 != "#" }
      let words = Self.words(content)
      if words.isEmpty {
        if content.count == line.count { groups.blankLine() }
        continue
      }
      for (word, column) in words {
        if allowsBlanks && word == "?" {
          numbers.append(nil)
        } else if let number = NumberText(word) {
          numbers.append(number)
        } else {
          throw TensorTextError(
            line: lineNumber, column: column, problem: .notANumber(String(word.prefix(40))))
        }
      }
      guard numbers.count <= limit else {
        throw TensorTextError(line: lineNumber, column: 1, problem: .tooMany(limit: limit))
      }
      try groups.addRow(words.count, line: lineNumber)
    }
    shape = try groups.shape(lastLine: lineNumber)
    self.numbers = numbers
  }

  /// More than any worksheet, lesson or problem holds in text; larger arrays belong in files.
  public static let mostNumbers = 4_000_000

  /// The values of a text without open cells.
  public var values: [Double] { numbers.map { $0?.value ?? .nan } }

  private static func words(_ line: Substring) -> [(word: Substring, column: Int)] {
    var result: [(Substring, Int)] = []
    var column = 1
    var start: (index: Substring.Index, column: Int)?
    for index in line.indices {
      if line[index].isWhitespace {
        if let begun = start { result.append((line[begun.index..<index], begun.column)) }
        start = nil
      } else if start == nil {
        start = (index, column)
      }
      column += 1
    }
    if let begun = start { result.append((line[begun.index...], begun.column)) }
    return result
  }

  /// Counts rows into matrices and matrices into stacks.
  private struct Groups {
    var columns: Int?
    var rows = 0
    var blankLines = 0
    /// For every finished stack, the number of rows of each of its matrices.
    var stacks: [[Int]] = []
    var stack: [Int] = []

    mutating func blankLine() { blankLines += 1 }

    mutating func addRow(_ count: Int, line: Int) throws(TensorTextError) {
      if let columns, columns != count {
        throw TensorTextError(
          line: line, column: 1, problem: .ragged(expected: columns, found: count))
      }
      columns = count
      if blankLines > 0 && rows > 0 {
        stack.append(rows)
        rows = 0
        if blankLines > 1 {
          stacks.append(stack)
          stack = []
        }
      }
      blankLines = 0
      rows += 1
    }

    mutating func shape(lastLine: Int) throws(TensorTextError) -> [Int] {
      guard let columns else { throw TensorTextError(line: 1, column: 1, problem: .empty) }
      stack.append(rows)
      stacks.append(stack)
      let heights = stacks.flatMap { $0 }
      guard heights.allSatisfy({ $0 == heights[0] }),
        stacks.allSatisfy({ $0.count == stacks[0].count })
      else {
        throw TensorTextError(line: lastLine, column: 1, problem: .unevenStack(stacks))
      }
      if stacks.count > 1 { return [stacks.count, stacks[0].count, heights[0], columns] }
      return stack.count > 1 ? [stack.count, rows, columns] : [rows, columns]
    }
  }
}

/// What is wrong with a matrix in text, and where.
public struct TensorTextError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line within the text, from 1.
  public let line: Int
  /// The character within the line, from 1.
  public let column: Int
  public let problem: Problem

  /// Creates an error at a place.
  public init(line: Int, column: Int, problem: Problem) {
    self.line = line
    self.column = column
    self.problem = problem
  }

  public enum Problem: Equatable, Sendable {
    case notANumber(String)
    case ragged(expected: Int, found: Int)
    case unevenStack([[Int]])
    case empty
    case tooMany(limit: Int)
  }

  /// What was found and expected, without the place.
  public var sentence: String {
    switch problem {
    case .notANumber(let word):
      "'\(word)' is not a number; write 0.5, -3, 1e-3, 1/3, sqrt(2), inf or nan"
    case .ragged(let expected, let found):
      "this row has \(found) numbers, the rows above have \(expected); "
        + "every row of a matrix needs the same number"
    case .unevenStack(let stacks):
      "the matrices of a stack must have the same number of rows; found "
        + stacks.map { $0.map(String.init).joined(separator: ", ") }.joined(separator: " | ")
    case .empty: "no numbers; expected rows of numbers separated by spaces"
    case .tooMany(let limit): "more than \(limit) numbers; put large arrays into a .npz file"
    }
  }

  public var description: String { "line \(line), column \(column): \(sentence)" }
}

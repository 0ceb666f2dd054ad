// SPDX-License-Identifier: MIT

/// A number the reader takes from a trace: never typed, so never wrong.
///
/// ```
/// {=weights[0,2,1]}                 one cell, at most three decimals
/// {=weights[0,2,1]:2}               two
/// {=causal.yaml:weights[0,2,1]}     a cell of another problem of the lesson
/// {=sum weights[0,2,*]:3}           a function of the cells that * runs over
/// {=largest output - tiled.yaml:output}
/// {0.77=weights[0,3,1]}             typed by hand, checked by `attn course check`
/// ```
public struct LessonValue: Equatable, Sendable {
  /// What is done with the cells; `nil` for one cell.
  public let function: Function?
  public let operand: Operand
  /// What is taken from, or divides, each cell of the operand.
  public let second: Second?
  /// Decimals asked for; those of a typed number are the ones it has.
  public let decimals: Int?
  /// The number as the author typed it, to be checked.
  public let typed: String?

  /// What can be done with cells.
  public enum Function: String, CaseIterable, Sendable {
    case sum, mean, max, min
    /// The largest magnitude.
    case largest
    /// The standard deviation, the number of cells as divisor.
    case spread
    /// The label of the largest cell of a row, or its index.
    case argmax
    case count
    /// The sizes of the axes: `2 × 5 × 5`.
    case shape
  }

  /// Cells of a stage.
  public struct Operand: Equatable, Sendable {
    /// A problem file beside `lesson.md`; the block's own when `nil`.
    public let file: String?
    public let stage: String
    /// One text an axis, a number or `*`; the whole stage when `nil`.
    public let indices: [String]?

    /// As it stands in the lesson.
    public var text: String {
      (file.map { $0 + ":" } ?? "") + stage
        + (indices.map { "[" + $0.joined(separator: ",") + "]" } ?? "")
    }
  }

  /// The right side of `a - b` or `a / b`.
  public struct Second: Equatable, Sendable {
    public let divides: Bool
    public let operand: Operand
  }

  /// What is computed, without braces and decimals.
  public var expression: String {
    (function.map { $0.rawValue + " " } ?? "") + operand.text
      + (second.map { ($0.divides ? " / " : " - ") + $0.operand.text } ?? "")
  }

  static let grammar =
    "expected for example {=weights[0,2,1]}, {=weights[0,2,1]:2} for two decimals, "
    + "{=other.yaml:weights[0,2,1]}, {=sum weights[0,2,*]} (or "
    + Function.allCases.dropFirst().map(\.rawValue).joined(separator: ", ")
    + "), {=a - b} or {=a / b}, {0.77=weights[0,2,1]} for a number that is typed and checked, "
    + "{#0.5} for one that is meant as it is; on one line"
}

// SPDX-License-Identifier: MIT

import ExerciseKit

/// Numbers with a name and a shape, as they travel between `attn` and a learner's program.
///
/// No axis: one number; one axis: a list; two: a matrix; three: a list of matrices of one shape.
public struct Value: Equatable, Sendable {
  public var name: String
  public var shape: [Int]
  /// Row-major.
  public var numbers: [Double]

  public init(name: String, shape: [Int], numbers: [Double]) {
    precondition(numbers.count == shape.reduce(1, *), "\(numbers.count) numbers of shape \(shape)")
    self.name = name
    self.shape = shape
    self.numbers = numbers
  }

  public init(_ name: String, _ number: Double) {
    self.init(name: name, shape: [], numbers: [number])
  }

  public init(_ name: String, _ number: Int) { self.init(name, Double(number)) }

  public init(_ name: String, _ numbers: [Double]) {
    self.init(name: name, shape: [numbers.count], numbers: numbers)
  }

  public init(_ name: String, _ numbers: [Int]) { self.init(name, numbers.map(Double.init)) }

  public init(_ name: String, _ matrix: Matrix) {
    self.init(
      name: name, shape: [matrix.rowCount, matrix.columnCount], numbers: matrix.numbers)
  }

  /// A list of matrices.
  ///
  /// - Throws: `HarnessProblem` when their shapes differ.
  public init(_ name: String, _ matrices: [Matrix]) throws(HarnessProblem) {
    let first = matrices.first ?? Matrix(rows: 0, columns: 0)
    for (index, matrix) in matrices.enumerated()
    where matrix.rowCount != first.rowCount || matrix.columnCount != first.columnCount {
      throw HarnessProblem(
        "the matrices of \(name) differ in shape: [0] is [\(first.rowCount), \(first.columnCount)], "
          + "[\(index)] is [\(matrix.rowCount), \(matrix.columnCount)]")
    }
    self.init(
      name: name, shape: [matrices.count, first.rowCount, first.columnCount],
      numbers: matrices.flatMap(\.numbers))
  }
}

/// An answer that cannot be passed on; the sentence is for the learner.
public struct HarnessProblem: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

/// The numbers a task is called with.
public struct TaskInput: Sendable {
  public let values: [Value]

  public init(_ values: [Value]) { self.values = values }

  public func number(_ name: String) -> Double { self[name].numbers[0] }
  public func integer(_ name: String) -> Int { Int(self[name].numbers[0]) }
  public func vector(_ name: String) -> [Double] { self[name].numbers }
  public func integers(_ name: String) -> [Int] { self[name].numbers.map { Int($0) } }

  public func matrix(_ name: String) -> Matrix {
    let value = self[name]
    return Matrix(rows: value.shape[0], columns: value.shape[1], numbers: value.numbers)
  }

  public func matrices(_ name: String) -> [Matrix] {
    let value = self[name]
    let (rows, columns) = (value.shape[1], value.shape[2])
    return (0..<value.shape[0]).map { index in
      let start = index * rows * columns
      return Matrix(
        rows: rows, columns: columns,
        numbers: Array(value.numbers[start..<(start + rows * columns)]))
    }
  }

  private subscript(name: String) -> Value {
    guard let value = values.first(where: { $0.name == name }) else {
      preconditionFailure("no input is called \(name)")
    }
    return value
  }
}

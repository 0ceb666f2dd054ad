// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

extension LessonValue {
  /// Computes the value and writes it.
  ///
  /// - Parameter trace: Gives the trace of a problem of the lesson; of its own for `nil`.
  /// - Returns: The number as text, with the decimals asked for.
  /// - Throws: What `trace` throws, or `LessonValueError` for cells that are not there.
  func text(_ trace: (String?) throws -> Trace) throws -> String {
    let cells = try Cells(operand, in: trace(operand.file))
    switch function {
    case .count: return "\(cells.numbers.count)"
    case .shape: return cells.shape.map(String.init).joined(separator: " × ")
    case .argmax: return try cells.largestPlace()
    default: break
    }
    return format(try number(try combined(cells, trace)))
  }

  /// Computes the value as a number, to hold another against it.
  ///
  /// - Throws: As `text`; and for a token, which is no number.
  func number(_ trace: (String?) throws -> Trace) throws -> Double {
    let cells = try Cells(operand, in: trace(operand.file))
    switch function {
    case .count: return Double(cells.numbers.count)
    case .shape, .argmax:
      throw LessonValueError(description: "\(function?.rawValue ?? "") gives no number")
    default: return try number(try combined(cells, trace))
    }
  }

  /// The cells, less those of the right side or divided by them.
  private func combined(_ cells: Cells, _ trace: (String?) throws -> Trace) throws -> [Double] {
    var numbers = cells.numbers
    if let second {
      let others = try Cells(second.operand, in: trace(second.operand.file))
      guard others.shape == cells.shape else {
        throw LessonValueError(
          description: "\(operand.text) has the sizes \(cells.shape), \(second.operand.text) has "
            + "\(others.shape); expected the same")
      }
      numbers = zip(numbers, others.numbers).map { second.divides ? $0 / $1 : $0 - $1 }
    }
    return numbers
  }

  private func number(_ numbers: [Double]) throws(LessonValueError) -> Double {
    let count = Double(numbers.count)
    switch function {
    case .sum: return numbers.reduce(0, +)
    case .mean: return numbers.reduce(0, +) / count
    case .max: return numbers.max() ?? .nan
    case .min: return numbers.min() ?? .nan
    case .largest: return numbers.map(\.magnitude).max() ?? .nan
    case .spread:
      let mean = numbers.reduce(0, +) / count
      return (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    default:
      guard numbers.count == 1 else {
        throw LessonValueError(
          description: "these are \(numbers.count) cells; write an index for each axis, or put "
            + Function.allCases.map(\.rawValue).joined(separator: ", ") + " before them")
      }
      return numbers[0]
    }
  }

  private func format(_ number: Double) -> String {
    NumberFormat(decimals: decimals ?? 3, notation: typed == nil ? .trimmed : .fixed)
      .string(number)
  }
}

/// Why a value of the prose cannot be computed.
struct LessonValueError: Error, CustomStringConvertible {
  let description: String
}

/// The cells an operand names, in row-major order.
private struct Cells {
  let operand: LessonValue.Operand
  /// The axes that `*` runs over, or all axes.
  let axes: [Axis]
  let numbers: [Double]

  var shape: [Int] { axes.map(\.size) }

  init(_ operand: LessonValue.Operand, in trace: Trace) throws {
    self.operand = operand
    let stage = try trace.stage(named: operand.stage)
    guard let tensor = trace[stage] else {
      throw LessonValueError(description: "\(stage) holds no numbers")
    }
    guard let indices = operand.indices else {
      axes = tensor.axes
      numbers = tensor.doubles
      return
    }
    guard indices.count == tensor.axes.count, indices.contains("*") else {
      let place = indices.map { $0 == "*" ? "0" : $0 }.joined(separator: ",")
      let address = try trace.cell("\(operand.stage)[\(place)]")
      axes = []
      numbers = [tensor[address.cell]]
      return
    }
    // With 0 in the place of each * the rest can be looked up, and complained about, as a cell.
    let first = indices.map { $0 == "*" ? "0" : $0 }.joined(separator: ",")
    var cells = [try trace.cell("\(operand.stage)[\(first)]").cell]
    let open = indices.indices.filter { indices[$0] == "*" }
    for axis in open {
      cells = cells.flatMap { cell in
        (0..<tensor.axes[axis].size).map { place in
          var cell = cell
          cell[axis] = place
          return cell
        }
      }
    }
    axes = open.map { tensor.axes[$0] }
    numbers = cells.map { tensor[$0] }
  }

  /// The label of the largest cell of a row or column, or its index where it has no label.
  func largestPlace() throws(LessonValueError) -> String {
    guard axes.count == 1 else {
      throw LessonValueError(
        description: "argmax wants cells in one row or column, such as weights[0,2,*]")
    }
    let place = numbers.indices.filter { !numbers[$0].isNaN }.max { numbers[$0] < numbers[$1] }
    guard let place else { return "none" }
    return axes[0].labels.map { printableLabel($0[place]) } ?? "\(place)"
  }
}

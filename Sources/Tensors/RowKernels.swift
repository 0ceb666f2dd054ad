// SPDX-License-Identifier: MIT

// Reductions of rows and the softmax, in the order a row is in cache.

extension Tensor {
  /// What a row is reduced to.
  public enum Reduction: Sendable {
    case sum, maximum
  }

  /// Returns one number a row, with the last axis left at size one.
  ///
  /// - Complexity: O(cells).
  public func reducingRows(_ reduction: Reduction) -> Tensor {
    let columns = axes.last?.size ?? 1
    let axes = Array(axes.dropLast()) + [Axis(.one, 1)]
    return Tensor(axes: axes) { result in
      withContiguous { source in
        for row in result.indices {
          let numbers = UnsafeBufferPointer(
            rebasing: source[(row * columns)..<((row + 1) * columns)])
          result[row] = reduction == .sum ? rowSum(numbers) : rowMaximum(numbers)
        }
      }
    }
  }

  /// Returns the softmax of every row: `e^(x_j − max) / Σ e^(x_k − max)`.
  ///
  /// A row that is −∞ all along has no softmax: it becomes `emptyRow`.
  ///
  /// - Parameter emptyRow: NaN, or zero.
  /// - Returns: A contiguous tensor with the same axes.
  /// - Complexity: O(cells), one pass while a row is in cache.
  public func softmaxRows(emptyRow: Scalar) -> Tensor {
    mapRows { row in
      let highest = rowMaximum(UnsafeBufferPointer(row))
      if highest == -.infinity { return row.update(repeating: emptyRow) }
      shiftRow(row, by: highest)
      if let base = row.baseAddress { Scalar.exponentiate(base, count: row.count) }
      divideRow(row, by: rowSum(UnsafeBufferPointer(row)))
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func rowSum<Scalar: TensorScalar>(_ row: UnsafeBufferPointer<Scalar>) -> Scalar {
  var sum: Scalar = 0
  for number in row { sum += number }
  return sum
}

/// NaN anywhere makes the maximum NaN, so that it is not hidden.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func rowMaximum<Scalar: TensorScalar>(_ row: UnsafeBufferPointer<Scalar>) -> Scalar {
  var highest: Scalar = -.infinity
  for number in row {
    if number > highest { highest = number } else if number != number { return number }
  }
  return highest
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func shiftRow<Scalar: TensorScalar>(
  _ row: UnsafeMutableBufferPointer<Scalar>, by shift: Scalar
) {
  for i in 0..<row.count { row[i] -= shift }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func divideRow<Scalar: TensorScalar>(
  _ row: UnsafeMutableBufferPointer<Scalar>, by divisor: Scalar
) {
  for i in 0..<row.count { row[i] /= divisor }
}

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
          result[row] = reduction == .sum ? Scalar.sum(numbers) : Scalar.maximum(numbers)
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
  public func softmaxRows(emptyRow: Scalar) -> Tensor { Tensor(softmaxRecipe(emptyRow: emptyRow)) }

  /// The softmax of every row, as a recipe.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func softmaxRecipe(emptyRow: Scalar) -> RowRecipe<Scalar> {
    RowRecipe(changingRows: self) { row in
      // Numbers that are all −∞ become zero: nothing to compute, and nothing to add up.
      if let rest = row.rest, rest != -.infinity { _ = row.settled() }
      let numbers = row.numbers
      let highest = Scalar.softmax(numbers)
      if highest == -.infinity { return row.end(at: 0, rest: emptyRow) }
      // NaN anywhere is NaN everywhere.
      row.end(at: numbers.count, rest: highest.isNaN ? .nan : 0)
    }
  }
}

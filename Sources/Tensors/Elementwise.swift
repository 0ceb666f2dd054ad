// SPDX-License-Identifier: MIT

/// Sums, differences, products and quotients of two tensors, cell by cell.
public enum ElementwiseKind: Sendable {
  case sum, difference, product, quotient
}

extension Tensor {
  /// Returns `left ∘ right` cell by cell; the operand with fewer places is stretched over the other.
  ///
  /// - Throws: `ShapeError.notBroadcastable`.
  /// - Complexity: O(cells).
  public static func elementwise(
    _ kind: ElementwiseKind, _ left: Tensor, _ right: Tensor, axes: [Axis]
  ) throws(ShapeError) -> Tensor {
    let left = try left.broadcast(to: axes)
    let right = try right.broadcast(to: axes)
    return Tensor(axes: axes) { result in
      var next = 0
      forEachRow(of: [left, right]) { places, count, steps in
        combineRow(
          kind, left.storage.buffer, places[0], steps[0], right.storage.buffer, places[1],
          steps[1], result, next, count)
        next += count
      }
    }
  }

  /// Returns every number multiplied by `factor`.
  public func multiplied(by factor: Scalar) -> Tensor { Tensor(scaledRows(by: factor)) }

  /// Every number multiplied by `factor`, as a recipe.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func scaledRows(by factor: Scalar) -> RowRecipe<Scalar> {
    RowRecipe(changing: self) { _, row in Scalar.scale(row, by: factor) }
  }

  /// Returns e to the power of every number.
  public func exponentials() -> Tensor {
    mapRows { row in
      if let base = row.baseAddress { Scalar.exponentiate(base, count: row.count) }
    }
  }

  /// Returns the hyperbolic tangent of every number.
  public func hyperbolicTangents() -> Tensor {
    mapRows { row in
      if let base = row.baseAddress { Scalar.hyperbolicTangent(base, count: row.count) }
    }
  }

  /// Returns a copy after `body` has changed each row (last axis) in place.
  ///
  /// - Parameter body: Takes the numbers of one row.
  /// - Returns: A contiguous tensor with the same axes.
  public func mapRows(_ body: (UnsafeMutableBufferPointer<Scalar>) -> Void) -> Tensor {
    let columns = axes.last?.size ?? 1
    return Tensor(axes: axes) { result in
      withContiguous { source in _ = result.update(fromContentsOf: source) }
      var next = 0
      while next < result.count {
        body(UnsafeMutableBufferPointer(rebasing: result[next..<(next + columns)]))
        next += columns
      }
    }
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func combineRow<Scalar: TensorScalar>(
  _ kind: ElementwiseKind, _ left: UnsafeMutableBufferPointer<Scalar>, _ leftPlace: Int,
  _ leftStep: Int, _ right: UnsafeMutableBufferPointer<Scalar>, _ rightPlace: Int,
  _ rightStep: Int, _ result: UnsafeMutableBufferPointer<Scalar>, _ next: Int, _ count: Int
) {
  guard let a = left.baseAddress, let b = right.baseAddress, let c = result.baseAddress else {
    return
  }
  let (x, y, z) = (a + leftPlace, b + rightPlace, c + next)
  switch kind {
  case .sum: for i in 0..<count { z[i] = x[i &* leftStep] + y[i &* rightStep] }
  case .difference: for i in 0..<count { z[i] = x[i &* leftStep] - y[i &* rightStep] }
  case .product: for i in 0..<count { z[i] = x[i &* leftStep] * y[i &* rightStep] }
  case .quotient: for i in 0..<count { z[i] = x[i &* leftStep] / y[i &* rightStep] }
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Glibc
import Tensors

/// Exponentials whose rows had another constant taken off than the maximum.
struct RowConstant {
  let fit: CellFit

  /// What the numbers should be, in the scale of each found row.
  ///
  /// - Parameters:
  ///   - expected: With the row maximum taken off.
  ///   - found: What was handed over.
  ///   - maxima: Row maxima, where only "nothing taken off" is to be recognised.
  /// - Returns: `nil` where a row has no factor at all.
  func adjusted(
    _ expected: RoundedTensor, to found: Tensor<Double>, maxima: Tensor<Double>?
  ) -> RoundedTensor? {
    let width = max(1, found.axes.last?.size ?? 1)
    let (wanted, given) = (expected.value.scalars, found.scalars)
    var (values, errors) = (wanted, expected.error.scalars)
    let tops = maxima?.scalars
    for (row, start) in stride(from: 0, to: values.count, by: width).enumerated() {
      let range = start..<(start + width)
      let factor: Double
      if let tops {
        factor = Double(constant: tops[row]).exponential()
      } else {
        guard let best = range.max(by: { wanted[$0] < wanted[$1] }), wanted[best] > 0 else {
          continue
        }
        factor = given[best] / wanted[best]
      }
      guard factor > 0, factor.isFinite else { return nil }
      for index in range {
        values[index] = wanted[index] * factor
        // The cell that gave the factor has its own rounding, and the shift its own: score − c.
        let relative = 4 * fit.rounding.unit * (4 + abs(log(factor)))
        errors[index] = 2 * errors[index] * factor + relative * values[index]
      }
    }
    return RoundedTensor(
      value: Tensor(axes: expected.value.axes, scalars: values),
      error: Tensor(axes: expected.error.axes, scalars: errors))
  }
}

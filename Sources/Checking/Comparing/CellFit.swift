// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Holds found numbers against expected ones, cell by cell.
struct CellFit {
  /// How far a number may be off in a cell.
  let rounding: Rounding

  /// How a found number compares: its difference, and that as a share of what rounding allows.
  struct Difference {
    var error: Double
    var tolerance: Double
    /// 1 or less fits.
    var ratio: Double
  }

  /// Compares one cell.
  ///
  /// The expected number was computed in float64 and is itself off by so much.
  func difference(_ found: Double, _ expected: Double, _ error: Double) -> Difference {
    if found == expected || (found.isNaN && expected.isNaN) {
      return Difference(error: 0, tolerance: tolerance(error), ratio: 0)
    }
    // A large negative score blocks as well as −∞.
    if expected == -.infinity, found <= leastBlockingScore {
      return Difference(error: 0, tolerance: 0, ratio: 0)
    }
    guard found.isFinite, expected.isFinite else {
      let error: Double = found.isNaN || expected.isNaN ? .nan : .infinity
      return Difference(error: error, tolerance: tolerance(0), ratio: .infinity)
    }
    let (off, allowed) = (abs(found - expected), tolerance(error))
    return Difference(
      error: off, tolerance: allowed, ratio: allowed > 0 ? off / allowed : .infinity)
  }

  private func tolerance(_ error: Double) -> Double {
    error * (1 + 0x1p-53 / rounding.unit) + rounding.smallest
  }

  /// The shares of what is allowed, for every cell.
  func differences(_ found: Tensor<Double>, _ expected: RoundedTensor) -> [Difference] {
    found.withContiguous { found in
      expected.value.withContiguous { wanted in
        expected.error.withContiguous { errors in
          found.indices.map { difference(found[$0], wanted[$0], errors[$0]) }
        }
      }
    }
  }

  /// Compares every cell with two expectations: what follows, and what is true.
  func forEachDifference(
    _ found: Tensor<Double>, _ first: RoundedTensor, _ second: RoundedTensor,
    _ body: (_ index: Int, _ first: Difference, _ second: Difference) -> Void
  ) {
    found.withContiguous { found in
      first.value.withContiguous { value in
        first.error.withContiguous { error in
          second.value.withContiguous { otherValue in
            second.error.withContiguous { otherError in
              for index in found.indices {
                body(
                  index, difference(found[index], value[index], error[index]),
                  difference(found[index], otherValue[index], otherError[index]))
              }
            }
          }
        }
      }
    }
  }

  /// Whether a wrong way to compute an array accounts for it: for every wrong cell, and against no other.
  ///
  /// - Parameters:
  ///   - found: The array.
  ///   - result: What the wrong way gives.
  ///   - wrong: Which cells are wrong; what could be anything explains none of them.
  /// - Returns: Whether every cell fits.
  func explains(_ found: Tensor<Double>, _ result: RoundedTensor, _ wrong: [Bool]) -> Bool {
    found.withContiguous { found in
      result.value.withContiguous { values in
        result.error.withContiguous { errors in
          found.indices.allSatisfy {
            (errors[$0].isFinite || !wrong[$0])
              && difference(found[$0], values[$0], errors[$0]).ratio <= 1
          }
        }
      }
    }
  }

  /// Whether every number is what is expected, give or take rounding.
  func fits(_ found: Tensor<Double>, _ expected: RoundedTensor) -> Bool {
    found.withContiguous { found in
      expected.value.withContiguous { wanted in
        expected.error.withContiguous { errors in
          // What could be anything explains nothing.
          found.indices.allSatisfy {
            errors[$0].isFinite && difference(found[$0], wanted[$0], errors[$0]).ratio <= 1
          }
        }
      }
    }
  }
}

// SPDX-License-Identifier: MIT

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A softmax of a few scores, and what there is to say about it.
struct SoftmaxNumbers {
  let weights: [Double]

  init(_ scores: [Double]) {
    let most = scores.max() ?? 0
    let exponentials = scores.map { exp($0 - most) }
    let sum = exponentials.reduce(0, +)
    weights = exponentials.map { $0 / sum }
  }

  /// The largest share.
  var largest: Double { weights.max() ?? 0 }

  /// −Σ p·log₂ p, in bits: 0 when one gets all, log₂ n when n get the same.
  var entropy: Double { weights.reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 } }

  /// The size of the gradient: the root of the sum of all (∂pᵢ/∂sⱼ)², which is pᵢ(δᵢⱼ − pⱼ).
  var gradient: Double {
    var sum = 0.0
    for i in weights.indices {
      for j in weights.indices {
        let slope = weights[i] * ((i == j ? 1 : 0) - weights[j])
        sum += slope * slope
      }
    }
    return sum.squareRoot()
  }
}

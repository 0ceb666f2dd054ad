// SPDX-License-Identifier: MIT

import Glibc

extension Double: ArithmeticNumber {
  public init(constant value: Double) { self = value }
  public func exponential() -> Double { exp(self) }
  public func hyperbolicTangent() -> Double { tanh(self) }
  public func sine() -> Double { sin(self) }
  public func cosine() -> Double { cos(self) }
  public func raised(to exponent: Double) -> Double { pow(self, exponent) }
  public var isZero: Bool { self == 0 }
  public var isMinusInfinity: Bool { self == -.infinity }

  /// NaN anywhere makes the maximum NaN, so that it is not hidden.
  public static func maximum(_ numbers: [Double]) -> Double {
    numbers.contains(where: \.isNaN) ? .nan : numbers.max() ?? -.infinity
  }

  public static func share(_ index: Int, of logits: [Double], empty: Double) -> Double {
    let highest = maximum(logits)
    if highest == -.infinity { return empty }
    return exp(logits[index] - highest) / logits.reduce(0) { $0 + exp($1 - highest) }
  }

  public static func isFirstMaximum(_ index: Int, of numbers: [Double]) -> Double {
    let first = numbers.firstIndex(where: \.isNaN) ?? numbers.firstIndex(of: maximum(numbers))
    return first == index ? 1 : 0
  }
}

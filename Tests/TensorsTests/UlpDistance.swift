// SPDX-License-Identifier: MIT

import Tensors

/// How many numbers of the type lie between two, the two zeros being one; `nil` when only one is NaN.
func ulpDistance(_ first: Float, _ second: Float) -> Int? {
  if first.isNaN || second.isNaN { return first.isNaN && second.isNaN ? 0 : nil }
  func place(_ number: Float) -> Int {
    let magnitude = Int(number.magnitude.bitPattern)
    return number.sign == .minus ? -magnitude : magnitude
  }
  return abs(place(first) - place(second))
}

/// How many numbers of the type lie between two, the two zeros being one; `nil` when only one is NaN.
func ulpDistance(_ first: Double, _ second: Double) -> Int? {
  if first.isNaN || second.isNaN { return first.isNaN && second.isNaN ? 0 : nil }
  func place(_ number: Double) -> Int {
    let magnitude = Int(number.magnitude.bitPattern)
    return number.sign == .minus ? -magnitude : magnitude
  }
  let (difference, overflows) = place(first).subtractingReportingOverflow(place(second))
  return overflows ? .max : abs(difference)
}

/// Numbers of all magnitudes and signs, densest where exp and tanh do something.
func denseSamples(_ count: Int) -> [Double] {
  let even = (0..<count).map { -112 + 204 * (Double($0) + 0.371) / Double(count) }
  let wide = (0..<(count / 4)).map { -760 + 1480 * (Double($0) + 0.617) / Double(count / 4) }
  let small = (0..<(count / 4)).map { index in
    let exponent = -40 + 40 * Double(index) / Double(count / 4)
    return (index % 2 == 0 ? 1 : -1) * powerOfTwo(exponent)
  }
  return even + wide + small
}

/// 2 to a power that need not be whole, roughly.
private func powerOfTwo(_ exponent: Double) -> Double {
  let whole = exponent.rounded(.down)
  return Double(sign: .plus, exponent: Int(whole), significand: 1 + (exponent - whole))
}

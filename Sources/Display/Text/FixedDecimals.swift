// SPDX-License-Identifier: MIT

import Glibc

/// A number rounded to a fixed count of decimals, half to even on the binary value as in `printf`.
///
/// `magnitude` counts units of the last decimal: 0.97 at three decimals is 970.
struct FixedDecimals {
  let isNegative: Bool
  let magnitude: UInt64
  let decimals: Int

  /// Rounds the value, or gives up when the result needs more than 52 bits.
  init?(_ value: Double, decimals: Int) {
    guard decimals <= 15 else { return nil }
    let power = powersOfTen[decimals]
    // The product is `high + low` without any rounding, so ties are found exactly.
    let high = value.magnitude * power
    guard high < 0x1p52 else { return nil }
    let low = (-high).addingProduct(value.magnitude, power)
    var whole = high.rounded(.down)
    // Exact: `high - whole` has no more bits than `high`, and a half takes none away.
    let aboveHalf = (high - whole) - 0.5
    if aboveHalf > -low || (aboveHalf == -low && whole.truncatingRemainder(dividingBy: 2) == 1) {
      whole += 1
    }
    magnitude = UInt64(whole)
    isNegative = value.sign == .minus
    self.decimals = decimals
  }

  /// Whether the printed digits parse back to the value they came from.
  func isExact(for value: Double) -> Bool {
    Double(magnitude) / powersOfTen[decimals] == value.magnitude
  }

  /// The digits with a point, and a sign if negative and not zero.
  var text: String { text(dropsZeros: false) }

  /// Returns the digits with a point, and a sign if negative and not zero.
  ///
  /// Screens full of numbers are made of this, so nothing is allocated for what is short.
  ///
  /// - Parameter dropsZeros: Whether zeros at the end of the decimals are left out.
  /// - Returns: Such as `-1.250`.
  func text(dropsZeros: Bool) -> String {
    var (rest, decimals) = (magnitude, decimals)
    while dropsZeros, decimals > 0, rest % 10 == 0 { (rest, decimals) = (rest / 10, decimals - 1) }
    var digits = 1
    var power: UInt64 = 10
    while power <= rest || digits <= decimals { (power, digits) = (power &* 10, digits + 1) }
    let hasSign = isNegative && magnitude > 0
    let count = digits + (decimals > 0 ? 1 : 0) + (hasSign ? 1 : 0)
    return String(unsafeUninitializedCapacity: count) { bytes in
      var end = count
      for place in 0..<digits {
        if place == decimals && decimals > 0 {
          end -= 1
          bytes[end] = 0x2e
        }
        end -= 1
        bytes[end] = 0x30 + UInt8(rest % 10)
        rest /= 10
      }
      if hasSign { bytes[0] = 0x2d }
      return count
    }
  }
}

/// 10^0 to 10^22, each exactly.
let powersOfTen: [Double] = {
  var powers = [1.0]
  for _ in 1...22 { powers.append((powers.last ?? 1) * 10) }
  return powers
}()

/// Returns what C prints for one number; serves where 52 bits do not suffice.
///
/// - Parameters:
///   - value: The number.
///   - decimals: The digits after the point.
///   - conversion: `f` or `e`.
/// - Returns: The text in the C locale.
func printed(_ value: Double, decimals: Int, conversion: String = "f") -> String {
  var buffer = [CChar](repeating: 0, count: 400 + decimals)
  let length = withVaList([value]) {
    vsnprintf(&buffer, buffer.count, "%.\(decimals)\(conversion)", $0)
  }
  let bytes = buffer.prefix(Int(max(0, length))).map { UInt8(bitPattern: $0) }
  // A program that has called setlocale may have made the point a comma.
  return String(decoding: bytes.map { $0 == 0x2c ? 0x2e : $0 }, as: UTF8.self)
}

// SPDX-License-Identifier: MIT

import Glibc

/// A colour of the sRGB space with 8 bits each.
public struct RGBColor: Sendable, Hashable {
  /// Red, from 0 to 255.
  public var red: UInt8
  /// Green, from 0 to 255.
  public var green: UInt8
  /// Blue, from 0 to 255.
  public var blue: UInt8

  /// Creates a colour.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Creates a colour from `0xRRGGBB`.
  public init(_ hexadecimal: UInt32) {
    self.init(
      red: UInt8(hexadecimal >> 16 & 0xff), green: UInt8(hexadecimal >> 8 & 0xff),
      blue: UInt8(hexadecimal & 0xff))
  }

  /// Creates the colour of an absolute index of the 256 palette, 16 to 255.
  public init(index: UInt8) {
    precondition(index >= 16, "themes redefine the indices 0 to 15")
    if index >= 232 {
      let level = 8 + 10 * (index - 232)
      self.init(red: level, green: level, blue: level)
    } else {
      let place = Int(index) - 16
      self.init(
        red: cubeLevels[place / 36], green: cubeLevels[place / 6 % 6], blue: cubeLevels[place % 6])
    }
  }

  /// The colour as `#rrggbb`.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return [red, green, blue].reduce(into: "#") { text, level in
      text.append(digits[Int(level >> 4)])
      text.append(digits[Int(level & 15)])
    }
  }

  static let black = RGBColor(0x000000)
  static let white = RGBColor(0xffffff)
}

private let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

extension RGBColor {
  /// The relative luminance of WCAG 2, from 0 for black to 1 for white.
  public var luminance: Double {
    func linear(_ level: UInt8) -> Double {
      let share = Double(level) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// Returns the contrast ratio of WCAG 2, from 1 to 21.
  public func contrast(with other: RGBColor) -> Double {
    let (low, high) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)
  }

  /// Black or white, whichever stands out more; at least 4.58 to 1.
  public var textColor: RGBColor {
    contrast(with: .white) >= contrast(with: .black) ? .white : .black
  }

  /// The nearest of the indices 16 to 255, by the levels that terminals really use.
  ///
  /// The grey ramp serves only when the saturation is below 15 %.
  public var nearestIndex: UInt8 {
    let high = max(red, green, blue)
    let low = min(red, green, blue)
    let saturation = high == 0 ? 0 : Double(high - low) / Double(high)
    let last: UInt8 = saturation < 0.15 ? 255 : 231
    return (16...last).min { distance(to: $0) < distance(to: $1) } ?? 16
  }

  private func distance(to index: UInt8) -> Int {
    let other = RGBColor(index: index)
    func square(_ left: UInt8, _ right: UInt8) -> Int {
      let difference = Int(left) - Int(right)
      return difference * difference
    }
    return square(red, other.red) + square(green, other.green) + square(blue, other.blue)
  }
}

// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct PaletteTests {
  static let palettes: [Palette] = [.magma, .viridis, .cividis, .grey, .vik]

  @Test(arguments: palettes)
  func `every entry reads with a ratio of at least 4,5`(palette: Palette) {
    for color in palette.colors {
      #expect(color.contrast(with: color.textColor) >= 4.5, "\(palette.name) \(color.hexadecimal)")
    }
    for index in palette.indices {
      let color = RGBColor(index: index)
      #expect(color.contrast(with: color.textColor) >= 4.5, "\(palette.name) \(index)")
    }
  }

  @Test(arguments: palettes)
  func `the smallest ratios are the ones of the specification`(palette: Palette) {
    func smallest(_ colors: [RGBColor]) -> Double {
      colors.map { $0.contrast(with: $0.textColor) }.min() ?? 0
    }
    let expected = [
      "magma": (4.8, 5.2), "viridis": (4.8, 6.0), "cividis": (4.8, 5.3), "grey": (5.3, 5.3),
      "vik": (5.3, 4.7),
    ]
    let (full, reduced) = expected[palette.name] ?? (0, 0)
    #expect(abs(smallest(palette.colors) - full) <= 0.06)
    #expect(abs(smallest(palette.indices.map { RGBColor(index: $0) }) - reduced) <= 0.06)
  }

  @Test func `lightness rises along a sequential palette, and to the middle of vik`() {
    for palette in Self.palettes.dropLast() {
      let lightness = palette.colors.map(\.luminance)
      #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 < $1 }, "\(palette.name)")
    }
    let arms = Palette.vik.colors.map(\.luminance)
    #expect(zip(arms[0...5], arms[1...5]).allSatisfy { $0 < $1 })
    #expect(zip(arms[5...], arms[6...]).allSatisfy { $0 > $1 })
  }

  @Test func `black or white always reaches AA on the 256 palette`() {
    let ratios = (16...255).map { index in
      let color = RGBColor(index: UInt8(index))
      return (color.contrast(with: color.textColor), index)
    }
    let worst = ratios.min { $0.0 < $1.0 } ?? (0, 0)
    #expect(worst.1 == 63 && worst.0 > 4.59 && worst.0 < 4.61)
  }

  @Test(arguments: [
    (0x5f5f5f, 59), (0x000000, 16), (0xffffff, 231), (0xff0000, 196), (0x808080, 244),
    (0x5f87af, 67),
  ])
  func `nearest index uses the real levels`(color: UInt32, index: UInt8) {
    #expect(RGBColor(color).nearestIndex == index)
  }

  @Test func `an absolute index survives the way there and back`() {
    for index: UInt8 in 16...255 {
      let color = RGBColor(index: index)
      #expect(RGBColor(index: color.nearestIndex) == color)
    }
  }
}

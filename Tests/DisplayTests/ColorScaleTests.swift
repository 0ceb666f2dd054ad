// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct ColorScaleTests {
  @Test(
    arguments: [
      (0, 0), (0.0999, 0), (0.1, 1), (0.55, 5), (0.999, 9), (1, 9), (7, 9), (-1, 0),
    ] as [(Double, Int)])
  func `sequential bins`(value: Double, bin: Int) {
    #expect(ColorScale(ScaleLimits(lower: 0, upper: 1)).bin(of: value) == bin)
  }

  @Test(
    arguments: [
      (0, 5), (0.18, 5), (-0.18, 5), (0.19, 6), (-0.19, 4), (2, 10), (-2, 0), (9, 10), (1, 8),
      (-1, 2),
    ] as [(Double, Int)])
  func `diverging bins are symmetric about zero`(value: Double, bin: Int) {
    #expect(ColorScale(ScaleLimits(lower: -2, upper: 2)).bin(of: value) == bin)
  }

  @Test func `numbers that are not finite have no bin`() {
    let scale = ColorScale(ScaleLimits(lower: 0, upper: 1))
    #expect(scale.bin(of: .nan) == nil && scale.bin(of: .infinity) == nil)
  }

  @Test(
    arguments: [
      (0.97, 1), (0.34, 0.5), (0.238, 0.25), (0.19, 0.2), (0.1, 0.1), (3, 5), (0, 1),
      (.infinity, 1),
      (1234, 2000), (0.0021, 0.0025), (6.6e29, 1e30), (2.1e25, 2.5e25), (1.7e308, 1.7e308),
    ] as [(Double, Double)])
  func `limits are rounded up`(largest: Double, limit: Double) {
    #expect(ScaleLimits.roundedUp(largest) == limit)
  }

  @Test func `the kind decides and blocked cells do not count`() {
    func limits(_ kind: MatrixView.Kind, _ values: [Double], blocked: [Bool] = []) -> ScaleLimits {
      let limits = ScaleLimits.shared(by: [
        MatrixView(
          rowCount: 1, columnCount: values.count, values: values, kind: kind, blocked: blocked)
      ])
      return ScaleLimits(lower: limits.lower, upper: limits.upper)
    }
    #expect(limits(.signed, [0.3, 0.4]) == ScaleLimits(lower: -0.5, upper: 0.5))
    #expect(limits(.raw, [0.3, 0.4]) == ScaleLimits(lower: 0, upper: 0.5))
    #expect(limits(.raw, [-0.3, 0.4]) == ScaleLimits(lower: -0.5, upper: 0.5))
    #expect(limits(.raw, [0.3, -9], blocked: [false, true]) == ScaleLimits(lower: 0, upper: 0.5))
    #expect(limits(.probability, [.nan, 0.2, .infinity]) == ScaleLimits(lower: 0, upper: 0.2))
  }

  @Test func `bounds lie between the bins`() {
    for limits in [ScaleLimits(lower: 0, upper: 0.5), ScaleLimits(lower: -2, upper: 2)] {
      let scale = ColorScale(limits)
      for bin in 0..<(scale.binCount - 1) {
        let bound = scale.upperBound(of: bin)
        #expect(scale.bin(of: bound - 1e-9) == bin && scale.bin(of: bound + 1e-9) == bin + 1)
      }
      #expect(scale.upperBound(of: scale.binCount - 1) == limits.upper)
    }
  }
}

// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (0.97, 3, "0.970"), (0, 3, "0"), (-0.0, 3, "0"), (0.0004, 3, "<.001"), (-0.0004, 3, ">-.001"),
    (0.0005, 3, "0.001"), (0.4, 0, "<1"), (0.5, 0, "<1"), (1.5, 0, "2"), (2.5, 0, "2"),
    (0.125, 2, "0.12"), (0.375, 2, "0.38"), (-1.5, 3, "-1.500"), (.nan, 3, "nan"),
    (.infinity, 3, "+inf"), (-.infinity, 3, "-inf"), (1e20, 1, "100000000000000000000.0"),
    (9.9996, 3, "10.000"), (1e-300, 3, "<.001"), (0.1, 18, "0.100000000000000006"),
  ])
  func `fixed decimals`(value: Double, decimals: Int, text: String) {
    #expect(NumberFormat(decimals: decimals).string(value) == text)
  }

  @Test(arguments: [
    (0.12, ".12"), (1, "1.0"), (0.999, "1.0"), (-0.25, "-.25"), (0.004, "~0"), (-0.004, "-~0"),
    (0, "0"), (1.25, "1.25"),
  ])
  func `brief numbers drop the zero before the point`(value: Double, text: String) {
    #expect(NumberFormat(decimals: 2, notation: .brief).string(value) == text)
  }

  @Test func `trimmed and scientific notation`() {
    #expect(NumberFormat(decimals: 3, notation: .trimmed).string(0.5) == "0.5")
    #expect(NumberFormat(decimals: 3, notation: .trimmed).string(200) == "200")
    #expect(NumberFormat(decimals: 2, notation: .scientific).string(0.00012) == "1.20e-04")
    #expect(NumberFormat.shortest(2) == "2")
    #expect(NumberFormat.shortest(0.1) == "0.1")
  }

  @Test func `exact means that the digits parse back`() {
    let format = NumberFormat(decimals: 3)
    #expect(format.isExact(0.125) && format.isExact(0.1) && format.isExact(-2))
    #expect(!format.isExact(0.1234) && !format.isExact(1.0 / 3))
  }

  @Test func `rounding agrees with printf, ties included`() {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<20_000 {
      let decimals = Int.random(in: 0...6, using: &generator)
      let ties = Double(Int.random(in: -4000...4000, using: &generator)) / 64
      let spread = Double.random(in: -1...1, using: &generator) * 1000
      for value in [ties, spread, spread.nextUp, ties.nextUp, ties.nextDown] {
        guard let fixed = FixedDecimals(value, decimals: decimals) else { continue }
        let expected = printed(value, decimals: decimals)
        let text = fixed.isNegative && fixed.magnitude == 0 ? "-" + fixed.text : fixed.text
        #expect(text == expected)
        #expect(fixed.isExact(for: value) == (Double(expected) == value))
      }
    }
  }
}

// SPDX-License-Identifier: MIT

import Tensors
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ("0.5", 0.5, 1), (".5", 0.5, 1), ("5.", 5, 0), ("-3", -3, 0), ("+3", 3, 0), ("−3", -3, 0),
      ("5e-1", 0.5, 1), ("1.50", 1.5, 2), ("1.25e1", 12.5, 1), ("1E3", 1000, 0), ("5e−1", 0.5, 1),
      ("2.5e+1", 25, 0), ("0", 0, 0), ("007", 7, 0), ("1e-300", 1e-300, 300),
    ] as [(String, Double, Int)])
  func `decimal numbers keep how many places were written`(
    text: String, value: Double, decimals: Int
  ) {
    #expect(NumberText(text)?.value == value)
    #expect(NumberText(text)?.decimals == decimals)
  }

  @Test(
    arguments: [
      ("1/3", 1.0 / 3), ("-1/3", -1.0 / 3), ("1/sqrt(8)", 1 / 8.0.squareRoot()),
      ("sqrt(2)", 2.0.squareRoot()), ("√(2)", 2.0.squareRoot()), ("-sqrt(1/4)", -0.5),
      ("sqrt(sqrt(16))", 2), ("-inf", -.infinity), ("inf", .infinity), ("−∞", -.infinity),
      ("1/inf", 0), (".5/2", 0.25),
    ] as [(String, Double)])
  func `fractions and roots are exact`(text: String, value: Double) {
    #expect(NumberText(text)?.value == value)
    #expect(NumberText(text)?.decimals == nil)
  }

  @Test func `nan is a number to write`() {
    #expect(NumberText("nan")?.value.isNaN == true)
    #expect(NumberText("-0")?.value.sign == .minus)
  }

  @Test(arguments: [
    "", " ", ".", "-", "--1", "1.2.3", "1,5", "e5", "1e", "1e+", "0x10", "1/", "/3", "1/2/3",
    "sqrt", "sqrt()", "sqrt(2", "sqrt(-1)", "sqrt(nan)", "one", "1 2", "1e400", "infinity?",
    "1_000",
    "1/0", "0/0", "1/-3", "½", "٣", "1e9999999999999999999", "\u{0}",
  ])
  func `other words are no numbers`(text: String) {
    #expect(NumberText(text) == nil)
  }

  @Test func `hostile numbers neither trap nor take long`() {
    #expect(NumberText(String(repeating: "9", count: 1_000_000)) == nil)
    #expect(NumberText(String(repeating: "sqrt(", count: 80)) == nil)
    #expect(NumberText("1.5e-9223372036854775807")?.value == 0)
    #expect(NumberText("1e-9223372036854775808")?.value == 0)
    #expect(NumberText("1e-99999999999999999999")?.value == 0)
    #expect(NumberText("0e9223372036854775807")?.value == 0)
    #expect(NumberText("0." + String(repeating: "3", count: 390))?.decimals == 390)
  }
}

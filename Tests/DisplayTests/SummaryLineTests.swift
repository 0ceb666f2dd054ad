// SPDX-License-Identifier: MIT

import Display
import Testing

@Suite struct SummaryLineTests {
  @Test func `statistics over the finite numbers, the others announced`() {
    let values = [.nan, .infinity] + (0..<16).map { Double($0) / 16 }
    #expect(
      summaryLine(name: "weights", axes: [("query", 6), ("key", 3)], values: values)
        == "weights[query=6, key=3] n=18 x∈[0, 0.938] μ=0.469 σ=0.288 NaN! +Inf!")
  }

  @Test func `few numbers are shown, zeros are named`() {
    #expect(
      summaryLine(name: "x", axes: [("a", 3)], values: [1, -0.00001, 2000])
        == "x[a=3] n=3 x=[1.000, -1.00e-05, 2.00e+03]")
    #expect(summaryLine(name: "x", axes: [], values: [0, 0]) == "x[] n=2 all_zeros")
    #expect(summaryLine(name: "x", axes: [], values: []) == "x[] n=0")
  }

  @Test func `many numbers come with a histogram, in ASCII on demand`() {
    let values = (0..<100).map { Double($0 % 10 == 0 ? $0 : 0) }
    #expect(
      summaryLine(name: "x", axes: [("a", 100)], values: values, unicode: false)
        == "x[a=100] n=100 x in [0, 90.000] mean=4.500 sd=16.271 hist|@.........|")
  }
}

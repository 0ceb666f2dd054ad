// SPDX-License-Identifier: MIT

import Tensors
import Testing

@Suite struct TensorSummaryTests {
  private func line(
    _ name: String, _ axes: [Axis], _ values: [Double], unicode: Bool = true
  ) -> String {
    TensorSummary(name, AnyTensor(Tensor(axes: axes, scalars: values))).line(unicode: unicode)
  }

  @Test func `statistics over the finite numbers, the others announced`() {
    let values = [.nan, .infinity] + (0..<16).map { Double($0) / 16 }
    #expect(
      line("weights", [Axis(.query, 6), Axis(.key, 3)], values)
        == "weights[query=6, key=3] n=18 x∈[0, 0.938] μ=0.469 σ=0.288 NaN! +Inf!")
  }

  @Test func `few numbers are shown, zeros are named`() {
    #expect(
      line("x", [Axis("a", 3)], [1, -0.00001, 2000])
        == "x[a=3] n=3 x=[1.000, -1.00e-05, 2.00e+03]")
    #expect(line("x", [Axis("a", 2)], [0, 0]) == "x[a=2] n=2 all_zeros")
    #expect(line("x", [Axis("a", 0)], []) == "x[a=0] n=0")
  }

  @Test func `many numbers come with a histogram, in ASCII on demand`() {
    let values = (0..<100).map { Double($0 % 10 == 0 ? $0 : 0) }
    #expect(
      line("x", [Axis("a", 100)], values, unicode: false)
        == "x[a=100] n=100 x in [0, 90.000] mean=4.500 sd=16.271 hist|@.........|")
  }

  @Test func `the weights everybody knows`() {
    // Raschka, chapter 3: the six rows of weights over six tokens.
    let rows: [[Double]] = [
      [0.2098, 0.2006, 0.1981, 0.1242, 0.1220, 0.1452],
      [0.1385, 0.2379, 0.2333, 0.1240, 0.1082, 0.1581],
      [0.1390, 0.2369, 0.2326, 0.1242, 0.1108, 0.1565],
      [0.1435, 0.2074, 0.2046, 0.1462, 0.1263, 0.1720],
      [0.1526, 0.1958, 0.1975, 0.1367, 0.1879, 0.1295],
      [0.1385, 0.2184, 0.2128, 0.1420, 0.0988, 0.1896],
    ]
    #expect(
      line("weights", [Axis(.query, 6), Axis(.key, 6)], rows.flatMap { $0 })
        == "weights[query=6, key=6] n=36 x∈[0.099, 0.238] μ=0.167 σ=0.041")
  }

  @Test func `huge, tiny and equal numbers keep their statistics`() {
    let huge = (0..<12).map { $0 % 2 == 0 ? 1e308 : -1e308 }
    #expect(
      line("x", [Axis("a", 12)], huge) == "x[a=12] n=12 x∈[-1.00e+308, 1.00e+308] μ=0 σ=1.00e+308")
    let tiny = (0..<12).map { $0 % 2 == 0 ? 1e-300 : -1e-300 }
    #expect(line("x", [Axis("a", 12)], tiny).contains("σ=1.00e-300"))
    #expect(
      line("x", [Axis("a", 12)], Array(repeating: 2, count: 12))
        == "x[a=12] n=12 x∈[2.000, 2.000] μ=2.000 σ=0")
  }

  @Test func `a listener hears a sentence`() {
    let values = [.nan] + (0..<17).map { Double($0) / 16 }
    let tensor = AnyTensor(Tensor(axes: [Axis(.query, 6), Axis(.key, 3)], scalars: values))
    #expect(
      TensorSummary("weights", tensor).sentence
        == "weights: 6 query by 3 key, 18 numbers, from 0 to 1.000, mean 0.500, "
        + "standard deviation 0.306, careful: 1 are NaN.")
  }
}

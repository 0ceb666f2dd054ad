// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import Display

@Suite struct MatrixLayoutTests {
  private func show(_ view: MatrixView, _ capabilities: Capabilities = Capabilities()) -> String {
    render(Document([.matrix(view)]), with: capabilities)
  }

  @Test func `the picture of the specification`() {
    // The list of labels in full is the one line that the picture there leaves out.
    #expect(
      show(Pictures.weights, Capabilities(width: 80, ambiguousWidth: 2)) == """
        A = softmax(QK^T/sqrt(d_k))   rows = query, columns = key
                       the    cat 注意力    sat inter~      .   sum
        the       | 1.000*     x      x      x      x      x  1.000
        cat       | 0.970* 0.030      x      x      x      x  1.000
        注意力    | 0.788* 0.106  0.106      x      x      x  1.000
        sat       | 0.794* 0.049  0.035  0.122      x      x  1.000
        internat~ | 0.586* 0.092  0.248  0.020  0.054      x  1.000
        .         | 0.223  0.053  0.040  0.033  0.308  0.342* 1.000
                   * row maximum   x masked (-inf before softmax)   3 decimals, rounded
        in full: 4 internationalization

        """)
  }

  @Test func `a fully masked row prints nan and says why`() {
    #expect(
      show(Pictures.undefined) == """
        A   rows = query, columns = key   nan: 2
                0     1 sum
        0 │  nan   nan  nan
        1 │ 0.25  0.75*   1
           * row maximum   x masked (-inf before softmax)   exact
        row 0 (query "0"): every cell is masked, so nothing is left to share; 0/0 is
        undefined (nan)

        """)
  }

  private func uniform(_ columns: Int, value: Double = 0.1234) -> MatrixView {
    MatrixView(
      rowCount: 2, columnCount: columns,
      values: [Double](repeating: value, count: 2 * columns), kind: .probability,
      rowLabels: ["a row with a long name", "b"], showsRowSums: false, marksRowMaximum: false)
  }

  @Test(arguments: [
    (9, "3 decimals", 1), (11, "2 decimals", 1), (17, "no 0 before the point", 1),
    (27, "3 decimals", 3), (33, "2 decimals", 3), (51, "no 0 before the point", 3),
    (52, "largest", 0),
  ])
  func `the ladder takes the first rung that fits`(columns: Int, caption: String, blocks: Int) {
    let text = show(uniform(columns))
    #expect(text.contains(caption))
    let parts = text.ranges(of: " of \(columns)\n").count
    #expect(parts == (blocks > 1 ? blocks : 0))
  }

  @Test(arguments: [(34, 2), (35, 1), (69, 1)])
  func `pixels take two cells while they fit`(columns: Int, cellWidth: Int) {
    let text = show(uniform(columns), Capabilities(matrixLayout: .pixels))
    let row = text.split(separator: "\n")[2]
    #expect(CellMetrics().width(of: row) == 11 + columns * cellWidth)
    #expect(!text.contains("one place shows"))
    #expect(show(uniform(70), Capabilities(matrixLayout: .pixels)).contains("2 x 2 cells"))
  }

  @Test func `what is left out is counted, and a hidden maximum stays visible`() {
    var view = uniform(20)
    view.values[12] = 0.9
    view.marksRowMaximum = true
    let text = show(view, Capabilities(matrixLayout: .elided))
    #expect(text.contains("... 14 more ..."))
    #expect(text.contains("0.900* at 12"))
    let tall = show(Pictures.square, Capabilities(maximumRows: 5))
    #expect(tall.contains("...   │ ... 4 more ..."))
    #expect(tall.split(separator: "\n").count == 8)
  }

  @Test func `numbers far from 1 share a factor, numbers far apart have exponents`() {
    let small = MatrixView(rowCount: 1, columnCount: 2, values: [1.5e-6, 2.25e-6], kind: .signed)
    #expect(show(small).contains("0 │ 1.5   2.25") && show(small).contains("all numbers x 1e-6"))
    let spread = MatrixView(rowCount: 1, columnCount: 2, values: [1.5e-6, 2.25e6], kind: .signed)
    #expect(show(spread).contains("1.50e-06  2.25e+06") && show(spread).contains("3 digits"))
    var requested = spread
    requested.decimals = 1
    #expect(show(requested).contains("<.1  2250000.0"))
  }

  @Test func `cut labels stay different`() {
    let metrics = CellMetrics()
    func fit(_ labels: [String], _ limit: Int) -> [String] {
      FittedLabels(labels, limit: limit, metrics: metrics).texts
    }
    #expect(
      fit(["international", "internal"], 6)
        == ["int~al", "int~al"].enumerated().map {
          $0.offset == 0 ? "int~#0" : "int~#1"
        })
    #expect(fit(["internationalize", "internationals"], 6) == ["int~ze", "int~ls"])
    #expect(fit(["the", "the"], 6) == ["the", "the"])
  }

  @Test func `a repeated column label brings the line of indices`() {
    var view = uniform(2)
    view.columnLabels = ["the", "the"]
    #expect(show(view).split(separator: "\n")[2] == "                 0      1")
  }

  @Test func `the legend carries every bin in its colours`() {
    var view = Pictures.square
    view.legend = .always
    let text = show(view, Capabilities(colorDepth: .palette256))
    let legend = text.split(separator: "\n").last ?? ""
    for index in Palette.magma.indices { #expect(legend.contains("48;5;\(index);")) }
    #expect(withoutColors(legend).hasSuffix("0 | .1 .2 .3 .4 .5 .6 .7 .8 .9  1"))
  }

  @Test func `shade stands to the left of the number, where no mark can be`() {
    let text = show(Pictures.square, Capabilities(shade: true))
    #expect(text.contains("@1.000*") && text.contains("0 |"))
  }

  @Test func `sixteen colours carry the sign and no background`() {
    let text = show(Pictures.rectangle, Capabilities(colorDepth: .ansi16))
    #expect(text.contains("\u{1b}[34m") && text.contains("\u{1b}[31m") && !text.contains("48;"))
  }

  @Test func `outliers are clipped on demand, marked and said`() {
    let view = MatrixView(
      rowCount: 1, columnCount: 40,
      values: (0..<40).map { $0 == 39 ? 100 : Double($0 % 3) }, kind: .signed)
    #expect(!show(view).contains("beyond the scale"))
    let text = show(view, Capabilities(width: 400, clipsOutliers: true))
    #expect(text.contains("100> ") || text.contains("100>\n"))
    #expect(text.contains("> beyond the scale, which ends at three standard deviations"))
  }
}

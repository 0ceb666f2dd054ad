// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct PlotTests {
  static let curves = Plot(
    title: "How far scores spread",
    horizontal: .init("d_k", [1, 4, 16, 64], isLogarithmic: true), vertical: .init("spread"),
    series: [.init("raw", [1, 2, 4, 8]), .init("scaled", [1, 1, 1, .infinity])])

  static let bars = Plot(
    form: .bars, horizontal: .init("stage", [0, 1, 2], labels: ["a", "注意力", "<b>"]),
    vertical: .init("bytes"), series: [.init("here", [1, 2, -1]), .init("there", [4, 0, .nan])])

  @Test func `curves are drawn with marks and joined by dots`() {
    #expect(
      render(Document([.plot(Self.curves)]), with: Capabilities(width: 34, unicode: false)) == """
        How far scores spread
        spread
        8 |                              o
          |                            ..
          |                          ..
          |                        ..
          |                      ..
        4 |                   .o.
          |               ....
          |           ....
          |   .......o
          |#.........x.........x
        0 |
          +-------------------------------
           1         4        16        64
           d_k (equal factors are equally
           far apart)
        o raw   x scaled   # several
        Not drawn: scaled at 64 is +inf.

        """)
  }

  @Test func `bars are as long as their numbers`() {
    #expect(
      render(Document([.plot(Self.bars)]), with: Capabilities(width: 30)) == """
        bytes
             a │█████ 1
               │▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒ 4
        注意力 │█████████ 2
               │0
           <b> │-1
               │nan
        █ here   ▒ there
        Not drawn: there at <b> is
        nan.

        """)
  }

  @Test func `the ear gets sentences, narrow pages a table`() {
    let spoken = render(
      Document([.plot(Self.curves)]), with: Capabilities(width: 80, accessible: true))
    #expect(spoken.contains("Plot of spread over d_k, 4 places."))
    #expect(spoken.contains("raw: 1: 1; 4: 2; 16: 4; 64: 8."))
    #expect(spoken.contains("scaled: 1: 1; 4: 1; 16: 1; 64: +inf."))
    let narrow = render(Document([.plot(Self.curves)]), with: Capabilities(width: 20))
    #expect(narrow.contains("d_k  raw  scaled"), "\(narrow)")
  }

  @Test func `files get the numbers too`() {
    let document = Document([.plot(Self.curves), .plot(Self.bars)])
    let markdown = markdown(document)
    #expect(markdown.contains("|   16 |   4 |      1 |"), "\(markdown)")
    let page = html(document)
    #expect(page.contains("<polyline points=\"80,240.3 260,210.5 440,151 620,32\""), "\(page)")
    #expect(page.contains("&lt;b&gt;") && !page.contains("<b></text>"))
    let latex = latex(document)
    #expect(latex.contains("\\qbezier(80,79.8)(170,94.6)(260,109.5)"), "\(latex)")
  }

  @Test(arguments: [
    ([] as [Double], false), ([.nan, .infinity], false), ([0, 0], true), ([-3, -1], false),
    ([1e300, 1e-300], true), ([1e308, -1e308], false), ([5, 5], false),
    ([.leastNonzeroMagnitude], true),
  ])
  func `unusual numbers are drawn or told`(values: [Double], isLogarithmic: Bool) {
    for form in [Plot.Form.curves, .bars] {
      let plot = Plot(
        form: form, horizontal: .init("x", values.indices.map(Double.init)),
        vertical: .init("y", isLogarithmic: isLogarithmic), series: [.init("s", values)])
      for width in [20, 33, 80, 200] {
        let text = render(Document([.plot(plot)]), with: Capabilities(width: width))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(text)")
      }
      #expect(!html(Document([.plot(plot)])).contains("points=\"nan"))
    }
  }
}

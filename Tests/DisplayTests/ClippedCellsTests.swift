// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import Display

/// A clipped cell has the colour of the end of the scale; a mark and a legend tell it apart.
@Suite struct ClippedCellsTests {
  /// The middle of the first row lies above a scale to 2, the end of the second below it.
  private static let signed = MatrixView(
    rowCount: 2, columnCount: 3, values: [1, 5, -1, 2, 0.5, -7], kind: .signed,
    rowAxis: "query", columnAxis: "key", scale: ScaleLimits(lower: -2, upper: 2))

  /// A hundred shares of which one is far from the others.
  private static let weights: MatrixView = {
    var values = Array(repeating: 0.001, count: 100)
    values[42] = 0.95
    var view = MatrixView(
      rowCount: 10, columnCount: 10, values: values, kind: .probability, rowAxis: "query",
      columnAxis: "key")
    view.scale = ScaleLimits.shared(by: [view]).clipped
    return view
  }()

  @Test func `a page marks them beside the number and says what the marks mean`() throws {
    let page = html(Document([.matrix(Self.signed)]))
    #expect(page.contains(">5<i>&gt;</i></td>") && page.contains(">-7<i>&lt;</i></td>"))
    #expect(page.contains("&gt; &lt; beyond the scale (-2 to 2)"))
    #expect(page.components(separatedBy: "<i>&").count == 3, "no other cell has a mark")
    #expect(try HTMLTests.body(page).count("table") == 1)
  }

  @Test func `the largest of a row keeps its own mark`() throws {
    let page = html(Document([.matrix(Self.weights)]))
    #expect(page.contains("largest\">0.95<i>*&gt;</i></td>"))
    #expect(page.contains("class=\"cells many twice\""))
    let said = "beyond the scale, which ends at three standard deviations"
    #expect(page.contains("&gt; \(said)"))
    #expect(markdown(Document([.matrix(Self.weights)])).contains(#"0.95\*\>"#))
    #expect(latex(Document([.matrix(Self.weights)])).contains(#"\mathbf{0.95}^{*>}"#))
    let picture = svg([Self.weights], title: "weights", description: "shares")
    #expect(picture.contains(">0.95*&gt;</text>") && picture.contains("&gt; \(said)"))
  }

  @Test func `Markdown and LaTeX mark them too`() {
    let text = markdown(Document([.matrix(Self.signed)]))
    #expect(text.contains(#"5\> |"#) && text.contains(#"-7\< |"#))
    #expect(text.contains(#"\> \< beyond the scale (-2 to 2)."#))
    let source = latex(Document([.matrix(Self.signed)]))
    #expect(source.contains("5^{>}") && source.contains("-7^{<}"))
  }

  @Test func `pictures without marks count them`() {
    let capabilities = Capabilities(matrixLayout: .pixels, clipsOutliers: true)
    let text = render(Document([.matrix(Self.weights)]), with: capabilities)
    #expect(text.contains("1 cell beyond the scale, which ends at three"))
  }

  @Test func `within the scale nothing is said`() {
    var view = Self.signed
    view.scale = nil
    let document = Document([.matrix(view)])
    for text in [
      html(document), markdown(document), latex(document), render(document, with: .init()),
    ] {
      #expect(!text.contains("beyond the scale"))
    }
  }
}

// SPDX-License-Identifier: MIT

import TestSupport
import Testing

@testable import Display

/// The rules that hold for every document, whatever it says.
@Suite struct StabilityTests {
  @Test(arguments: 0..<150)
  func `no rule of stability is broken by a random document`(seed: Int) {
    var random = RandomDocuments(seed: UInt64(seed))
    let document = random.document()
    checkRules(document, random.capabilities())
  }

  @Test(arguments: 0..<60) func `nor by random plots`(seed: UInt64) {
    var random = RandomDocuments(seed: seed)
    let document = random.plots()
    checkRules(document, random.capabilities())
  }

  private func checkRules(_ document: Document, _ plain: Capabilities) {
    let text = render(document, with: plain)
    let metrics = CellMetrics(ambiguousWidth: plain.ambiguousWidth)
    #expect(text.isEmpty || text.hasSuffix("\n"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.filter { metrics.width(of: $0) > plain.width } == [])
    #expect(lines.filter { $0.utf8.last == 0x20 } == [])
    #expect(
      text.unicodeScalars.allSatisfy { $0 == "\n" || !mustEscape($0) }, "controls in plain output")
    if !plain.unicode {
      #expect(text.utf8.allSatisfy { $0 == 0x0a || (0x20...0x7e).contains($0) }, "\(text)")
    }
    #expect(render(document, with: plain) == text)

    for depth in Capabilities.ColorDepth.allCases {
      var colorful = plain
      colorful.colorDepth = depth
      colorful.attributes = true
      let colored = render(document, with: colorful)
      #expect(withoutColors(colored) == text)
      #expect(colored.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\u{1b}" || !mustEscape($0) })
      let open = colored.split(separator: "\n").filter { line in
        let last = line.utf8.lastIndex(of: 0x1b)
        return last.map { !line[$0...].hasPrefix("\u{1b}[0m") } ?? false
      }
      #expect(open == [], "a line leaves its colour on")
    }
  }

  @Test func `half blocks, which need colour, keep the other rules`() {
    let capabilities = Capabilities(width: 80, colorDepth: .truecolor, matrixLayout: .halfBlocks)
    let text = render(Document([.matrix(Pictures.random(63, seed: 2))]), with: capabilities)
    let plain = withoutColors(text)
    #expect(plain.contains("▀"))
    for line in plain.split(separator: "\n") { #expect(CellMetrics().width(of: line) <= 80) }
    let colorless = Capabilities(width: 80, matrixLayout: .halfBlocks)
    #expect(!render(Document([.matrix(Pictures.large)]), with: colorless).contains("▀"))
  }

  @Test func `plain output has no escapes whatever else is set`() {
    let capabilities = Capabilities(
      colorDepth: .truecolor, plain: true, hyperlinks: true, resynchronizes: true)
    let document = Document([.matrix(Pictures.unusual), .paragraph(.link("a", to: "b"))])
    #expect(!render(document, with: capabilities).contains("\u{1b}"))
  }

  @Test func `resynchronising sets the column after disputed labels only`() {
    let capabilities = Capabilities(attributes: true, resynchronizes: true)
    let text = render(Document([.matrix(Pictures.unusual)]), with: capabilities)
    #expect(text.contains("\n👩‍🔧       \u{1b}[10G"))
    let weights = render(Document([.matrix(Pictures.weights)]), with: capabilities)
    #expect(!weights.contains("G"))
  }
}

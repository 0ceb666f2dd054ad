// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import Tensors
import TestSupport
import Testing

@testable import Display

/// The rules of stability hold for every trace, in every mode, at every width.
@Suite struct RandomTraceTests {
  /// What is printed about a trace: all of it, a line a stage, and how two cells came to be.
  private static func documents(_ trace: Trace, _ title: String?) throws -> [Document] {
    let traces = TraceDocument(trace, title: title, section: StageSection(trace))
    let cells = [StageID.weights, .headOutput].compactMap { id -> Document? in
      guard let axes = trace.record(id)?.axes, axes.placeCountOfCells > 0 else { return nil }
      let cell = axes.cell(at: axes.placeCountOfCells - 1)
      return CellExplanation(CellAddress(id, cell), in: trace).map {
        WhyDocument(trace, depth: 2).document(for: $0)
      }
    }
    return [traces.document(), traces.brief(unicode: false)] + cells
  }

  private static func print(_ documents: [Document], _ capabilities: Capabilities) -> String {
    documents.map { render($0, with: capabilities) }.joined()
  }

  @Test(arguments: 0..<8) func `no rule of stability is broken by a random trace`(
    seed: UInt64
  ) throws {
    var random = RandomTraces(seed: seed)
    let problem = random.problem()
    let trace = try Attention.trace(problem)
    let documents = try Self.documents(trace, problem.title)
    for width in [40, 80, 120, random.number(in: 20...200)] {
      let plain = Self.print(documents, Capabilities(width: width))
      checkLines(plain, width)
      #expect(Self.print(documents, Capabilities(width: width)) == plain, "the same bytes each run")

      let ascii = Self.print(documents, Capabilities(width: width, unicode: false))
      checkLines(ascii, width)
      #expect(ascii.utf8.allSatisfy { $0 == 0x0a || (0x20...0x7e).contains($0) })

      let accessible = Self.print(
        documents, Capabilities(width: width, colorDepth: .truecolor, accessible: true))
      checkLines(accessible, width)
      #expect(!accessible.contains("│") && !accessible.contains("┌"))

      for depth in [Capabilities.ColorDepth.palette256, .truecolor] {
        let colored = Self.print(documents, Capabilities(width: width, colorDepth: depth))
        #expect(colored.contains("\u{1b}["))
        #expect(withoutColors(colored) == plain, "\(depth) at \(width)")
        // What a strange label brings along has lost its escape by then.
        #expect(
          colored.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\u{1b}" || !mustEscape($0) })
      }
    }
  }

  private func checkLines(_ text: String, _ width: Int) {
    let metrics = CellMetrics()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.filter { metrics.width(of: $0) > width } == [])
    #expect(lines.filter { $0.utf8.last == 0x20 } == [])
    #expect(text.isEmpty || text.utf8.last == 0x0a)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !mustEscape($0) })
  }
}

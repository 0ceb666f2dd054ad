// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import Foundation
import TestSupport
import Testing

@testable import Display

/// Whole traces as they are printed; `UPDATE_GOLDEN=1` records them anew, and that run fails.
@Suite struct GoldenTraceTests {
  static let modes = ["ascii", "unicode", "256", "truecolor", "accessible"]

  private static func capabilities(_ mode: String, width: Int) -> Capabilities {
    switch mode {
    case "ascii": Capabilities(width: width, unicode: false)
    case "256": Capabilities(width: width, colorDepth: .palette256)
    case "truecolor": Capabilities(width: width, colorDepth: .truecolor)
    case "accessible": Capabilities(width: width, accessible: true)
    default: Capabilities(width: width)
    }
  }

  private static func page(_ capabilities: Capabilities) throws -> String {
    try TracePictures.all.map { name, problem, stages in
      let trace = try Attention.trace(problem)
      let section = StageSection(trace, includesPictures: !capabilities.accessible)
      let document = TraceDocument(trace, title: name, section: section)
      return render(document.document(showing: stages), with: capabilities)
    }.joined(separator: "\n")
  }

  @Test(arguments: modes, [40, 80, 120])
  func `traces look as recorded, and keep the rules`(mode: String, width: Int) throws {
    let text = try Self.page(Self.capabilities(mode, width: width))
    #expect(try Self.page(Self.capabilities(mode, width: width)) == text, "the same bytes each run")
    let plain = withoutColors(text)
    let metrics = CellMetrics()
    for line in plain.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(line.reduce(0) { $0 + metrics.width(of: $1) } <= width, "\(line)")
      #expect(!line.hasSuffix(" "), "\(line)")
    }
    if mode == "256" || mode == "truecolor" {
      #expect(try Self.page(Self.capabilities("unicode", width: width)) == plain)
    }
    if mode == "ascii" {
      #expect(text.utf8.allSatisfy { $0 == 0x0a || (0x20...0x7e).contains($0) })
    }
    #expect(!plain.unicodeScalars.contains { $0 != "\n" && $0.value < 0x20 })

    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let file = folder.appending(path: "\(mode)-\(width).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("wrote \(file.path()); read it, then run again without UPDATE_GOLDEN")
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let pairs = zip(
      recorded.split(separator: "\n", omittingEmptySubsequences: false),
      text.split(separator: "\n", omittingEmptySubsequences: false))
    for (index, pair) in pairs.enumerated() where pair.0 != pair.1 {
      #expect(pair.1 == pair.0, "line \(index + 1)")
      break
    }
    #expect(recorded == text)
  }
}

// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// `Scripts/mutate` shows that the suite notices wrong programs; its list must not fall behind the sources.
@Suite struct MutantListTests {
  @Test func `every mutation fits the sources in exactly one place`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let list = try String(
      contentsOf: root.appendingPathComponent("Scripts/mutants.txt"), encoding: .utf8)
    let entries = list.split(separator: "\n\n").map { entry in
      entry.split(separator: "\n").filter { !$0.hasPrefix("#") }
    }.filter { !$0.isEmpty }
    #expect(entries.count >= 60)
    for entry in entries {
      let file = try #require(entry.first)
      let old = try #require(entry.first { $0.hasPrefix("- ") }).dropFirst(2)
      let new = try #require(entry.first { $0.hasPrefix("+ ") }).dropFirst(2)
      let text = try String(contentsOf: root.appendingPathComponent(String(file)), encoding: .utf8)
      #expect(text.components(separatedBy: old).count == 2, "\(file) has, not once: \(old)")
      #expect(old != new)
    }
  }
}

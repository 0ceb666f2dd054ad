// SPDX-License-Identifier: MIT

import Foundation

/// The table of limits as SECURITY.md has it.
enum SecurityTable {
  struct Missing: Error {}

  static func rows() throws -> [(what: String, most: Int)] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "SECURITY.md"), encoding: .utf8)
    guard
      let section = text.components(separatedBy: "\n## ").first(where: { $0.hasPrefix("Limits") })
    else { throw Missing() }
    return section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().compactMap {
      let cells = $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let digits = cells[1].prefix { $0.isNumber || $0 == "," }.filter(\.isNumber)
      return Int(digits).map { (cells[0], $0) }
    }
  }
}

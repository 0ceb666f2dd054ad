// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

extension BlankSheet {
  /// The sheet as `attn check` reads it back.
  public var yaml: String {
    var lines = [
      "# \(sanitized(title))",
      isKey
        ? "# The answers."
        : "# Put a number in place of every ?, with \(counted(decimals, "decimal")); leave ? where you do not know.",
      "# Then: attn check THIS-FILE", "format: 1", "problem: \(Self.quoted(problemName))",
    ]
    if let seed { lines.append("seed: \(seed)") }
    lines += ["student: {id: \"\", name: \"\"}", "decimals: \(decimals)", "", "# Given:"]
    for given in givens {
      lines.append("#   \(given.stage.id): \(given.headline(.unicode))")
      lines += Self.rows(given).map { $0.isEmpty ? "#" : "#     \($0)" }
    }
    lines += ["", "steps:"]
    for step in steps {
      lines.append("  # \(step.headline(.unicode))")
      lines += step.workings.map { "  #   " + $0.map(\.unicode).joined(separator: " ") }
      lines.append("  \(step.stage.id): |")
      lines += Self.rows(step).map { $0.isEmpty ? "" : "    \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Rows of aligned cells; an empty line between matrices.
  static func rows(_ part: Part) -> [String] {
    let width = part.matrices.joined().joined().map(\.count).max() ?? 1
    let heads = part.axes.count > 3 ? part.axes[1].size : .max
    return part.matrices.enumerated().flatMap { index, matrix -> [String] in
      // One blank line between heads, two between the items of a batch.
      let gap = index == 0 ? [] : index % heads == 0 ? ["", ""] : [""]
      return gap
        + matrix.map { row in
          row.map { String(repeating: " ", count: width - $0.count) + $0 }.joined(separator: " ")
        }
    }
  }

  /// A YAML string that nothing inside can end.
  private static func quoted(_ text: String) -> String { JSONValue.string(text).text }
}

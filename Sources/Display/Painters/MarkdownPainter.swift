// SPDX-License-Identifier: MIT

/// Writes a document as Markdown with the tables and the formulas that GitHub understands.
struct MarkdownPainter {
  let metrics = CellMetrics()

  func paint(_ document: Document) -> String {
    let text = blocks(document.blocks).joined(separator: "\n\n")
    return text.isEmpty ? "" : text + "\n"
  }

  /// The blocks as pieces between which an empty line stands.
  func blocks(_ blocks: [Block]) -> [String] {
    blocks.map(block).filter { !$0.isEmpty }
  }

  private func block(_ block: Block) -> String {
    switch block {
    case .heading(let level, let text):
      return String(repeating: "#", count: min(6, max(1, level))) + " " + inline(text, " ")
    case .paragraph(let text): return atLineStart(inline(text, "\\\n"))
    case .formula(let formula): return displayed(formula)
    case .equations(let formulas): return displayed(formulas)
    case .matrix(let view): return matrix(view)
    case .panels(let views): return views.map(matrix).joined(separator: "\n\n")
    case .list(let items, let ordered): return list(items, isOrdered: ordered)
    case .quote(let inner): return prefixed(self.blocks(inner).joined(separator: "\n\n"), "> ")
    case .code(let source, let language): return code(source, language: language)
    case .table(let table): return self.table(table)
    case .plot(let plot): return self.plot(plot)
    case .checks(let checks): return self.checks(checks)
    case .tree(let nodes): return nodes.map { tree($0) }.joined(separator: "\n")
    case .rule: return "---"
    }
  }

  // MARK: - Blocks

  private func list(_ items: [[Block]], isOrdered: Bool) -> String {
    let isTight = items.allSatisfy { $0.count <= 1 }
    return items.enumerated().map { index, item in
      hanging(isOrdered ? "\(index + 1). " : "- ", blocks(item).joined(separator: "\n\n"))
    }.joined(separator: isTight ? "\n" : "\n\n")
  }

  private func code(_ source: String, language: String?) -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: source) + 1))
    let name = (language ?? "").filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    return ([fence + name] + sourceLines(source) + [fence]).joined(separator: "\n")
  }

  private func checks(_ checks: [Check]) -> String {
    checks.map { check in
      let word =
        switch check.outcome {
        case .passed: "ok"
        case .failed: "**FAIL**"
        case .note: "note"
        }
      return hanging("- ", word + ": " + inline(check.sentence, " "))
    }.joined(separator: "\n")
  }

  private func tree(_ node: TreeNode) -> String {
    let children = node.children.map { tree($0) }.joined(separator: "\n")
    let own = blocks(node.blocks).joined(separator: "\n\n")
    return hanging("- ", own + (children.isEmpty ? "" : "\n\n" + children))
  }

  private func hanging(_ mark: String, _ text: String) -> String {
    let indentation = blanks(mark.utf8.count)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { index, line in
      index == 0 ? mark + line : line.isEmpty ? "" : indentation + line
    }.joined(separator: "\n")
  }

  private func prefixed(_ text: String, _ prefix: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? String(prefix.dropLast()) : prefix + $0 }.joined(separator: "\n")
  }
}

/// The length of the longest run of a character.
func longestRun(of character: Character, in text: String) -> Int {
  var (longest, current) = (0, 0)
  for found in text {
    current = found == character ? current + 1 : 0
    longest = max(longest, current)
  }
  return longest
}

// SPDX-License-Identifier: MIT

/// Writes a document as one HTML page that needs nothing else: no network, no fonts, no pictures.
///
/// Every heading of level 2 opens a part that can be folded; consecutive matrices stand side by side.
struct HTMLPainter {
  let palette: Palette
  let language: String
  var sectionCount = 0

  init(palette: Palette, language: String) {
    self.palette = palette
    self.language = language
  }

  mutating func paint(_ document: Document) -> String {
    let title = document.blocks.lazy.compactMap { block -> String? in
      if case .heading(_, let text) = block { return text.plainString }
      return nil
    }.first
    let body = sections(document.blocks)
    return """
      <!doctype html>
      <html lang="\(escapedHTML(sanitized(language)))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
      style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>\(escapedHTML(sanitized(title ?? "Document")))</title>
      <style>
      \(htmlStyle)
      \(paletteRules)
      </style>
      </head>
      <body>
      <main>
      \(body)
      </main>
      <output id="why" hidden></output>
      <script>
      \(htmlScript)
      </script>
      </body>
      </html>

      """
  }

  /// The two colours of every bin; the text colour is the one that stands out more.
  private var paletteRules: String {
    func rules(_ prefix: String, _ palette: Palette) -> String {
      palette.colors.indices.map { bin in
        let text = palette.textColors[bin].hexadecimal
        return ".\(prefix)\(bin){background:\(palette.colors[bin].hexadecimal);color:\(text)}"
      }.joined(separator: "\n")
    }
    return rules("q", palette) + "\n" + rules("d", .vik)
  }

  // MARK: - Parts

  private func navigation(_ blocks: [Block]) -> String {
    let titles = blocks.compactMap { block -> String? in
      if case .heading(2, let text) = block { return inline(text) }
      return nil
    }
    guard titles.count > 2 else { return "" }
    let items = titles.enumerated().map { "<li><a href=\"#part-\($0 + 1)\">\($1)</a></li>" }
    return "<nav aria-label=\"Parts\"><ol>\(items.joined())</ol></nav>\n"
  }

  private mutating func sections(_ blocks: [Block]) -> String {
    var result = ""
    var part: [Block] = []
    var title: Text?
    func close(_ painter: inout HTMLPainter) {
      let body = painter.flow(part)
      if let title {
        painter.sectionCount += 1
        result += """
          <details open id="part-\(painter.sectionCount)">
          <summary><h2>\(painter.inline(title))</h2></summary>
          \(body)
          </details>

          """
      } else {
        // What stands before the first part is followed by the list of parts.
        result += body + painter.navigation(blocks)
      }
      part = []
    }
    for block in blocks {
      if case .heading(2, let text) = block {
        close(&self)
        title = text
      } else {
        part.append(block)
      }
    }
    close(&self)
    return result
  }

  /// The blocks in reading order; neighbouring matrices become one grid.
  func flow(_ blocks: [Block]) -> String {
    var result = ""
    var views: [MatrixView] = []
    for block in blocks {
      if case .matrix(let view) = block {
        views.append(view)
        continue
      }
      result += matrices(views) + self.block(block)
      views = []
    }
    return result + matrices(views)
  }

  private func block(_ block: Block) -> String {
    switch block {
    case .heading(let level, let text):
      let level = min(6, max(1, level))
      return "<h\(level)>\(inline(text))</h\(level)>\n"
    case .paragraph(let text): return "<p>\(inline(text))</p>\n"
    case .formula(let formula): return equations([formula])
    case .equations(let formulas): return equations(formulas)
    case .matrix(let view): return matrices([view])
    case .panels(let views): return matrices(views)
    case .list(let items, let ordered):
      let name = ordered ? "ol" : "ul"
      return "<\(name)>\(items.map { "<li>\(item($0))</li>" }.joined(separator: "\n"))</\(name)>\n"
    case .quote(let inner): return "<blockquote>\n\(flow(inner))</blockquote>\n"
    case .code(let source, _): return "<pre><code>\(code(source))</code></pre>\n"
    case .table(let table): return self.table(table)
    case .plot(let plot): return self.plot(plot)
    case .checks(let checks): return self.checks(checks)
    case .tree(let nodes): return tree(nodes)
    case .rule: return "<hr>\n"
    }
  }

  private func item(_ blocks: [Block]) -> String {
    if blocks.count == 1, case .paragraph(let text) = blocks[0] { return inline(text) }
    return flow(blocks)
  }

  private func code(_ source: String) -> String {
    sourceLines(source).map(escapedHTML).joined(separator: "\n")
  }

  private func tree(_ nodes: [TreeNode]) -> String {
    let items = nodes.map { node in
      let children = node.children.isEmpty ? "" : tree(node.children)
      return "<li>\(item(node.blocks))\(children)</li>"
    }
    return "<ul class=\"tree\">\(items.joined(separator: "\n"))</ul>\n"
  }

  private func checks(_ checks: [Check]) -> String {
    let items = checks.map { check in
      let (name, word) =
        switch check.outcome {
        case .passed: ("passed", "ok")
        case .failed: ("failed", "FAIL")
        case .note: ("note", "note")
        }
      return "<li class=\"\(name)\"><b>\(word)</b> <span>\(inline(check.sentence))</span></li>"
    }
    return "<ul class=\"checks\">\(items.joined(separator: "\n"))</ul>\n"
  }
}

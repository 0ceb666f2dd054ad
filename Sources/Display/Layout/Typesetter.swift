// SPDX-License-Identifier: MIT

/// The layout pass: turns blocks into lines of styled spans.
///
/// Colour never changes its decisions; only `.halfBlocks`, when asked for, needs it.
struct Typesetter {
  let capabilities: Capabilities
  let metrics: CellMetrics
  let glyphs: Glyphs
  /// Whether decorations and formulas keep to ASCII; labels may still be Unicode.
  let decoratesInASCII: Bool

  init(_ capabilities: Capabilities) {
    self.capabilities = capabilities
    metrics = CellMetrics(ambiguousWidth: capabilities.ambiguousWidth)
    decoratesInASCII = !capabilities.unicode || capabilities.ambiguousWidth != 1
    glyphs = decoratesInASCII ? .ascii : .unicode
  }

  /// Whether output is read aloud.
  var isSpoken: Bool { capabilities.accessible }

  /// Returns the lines of blocks, with an empty line between two blocks.
  func lines(for blocks: [Block], width: Int, isTight: Bool = false) -> [Line] {
    var result: [Line] = []
    for block in blocks {
      let lines = lines(for: block, width: width)
      if !lines.isEmpty && !result.isEmpty && !isTight { result.append(Line()) }
      result += lines
    }
    return result
  }

  private func lines(for block: Block, width: Int) -> [Line] {
    switch block {
    case .heading(let level, let text): heading(text, level: level, width: width)
    case .paragraph(let text): wrapped(text, width: width)
    case .formula(let formula): equations([formula], width: width)
    case .equations(let formulas): equations(formulas, width: width)
    case .matrix(let view):
      MatrixTypesetter(view, typesetter: self, width: width).lines()
    case .panels(let views): PanelTypesetter(views, typesetter: self, width: width).lines()
    case .list(let items, let ordered): list(items, isOrdered: ordered, width: width)
    case .quote(let blocks): quote(blocks, width: width)
    case .code(let source, _): code(source, width: width)
    case .table(let table): TableTypesetter(table, typesetter: self, width: width).lines()
    case .plot(let plot): PlotTypesetter(plot, typesetter: self, width: width).lines()
    case .checks(let checks): checks.flatMap { check($0, width: width) }
    case .tree(let nodes): tree(nodes, width: width)
    case .rule:
      isSpoken ? [] : [Line(repeating: glyphs.rule, count: width, .faint)]
    }
  }
}

// MARK: - Characters that the output may hold

extension Typesetter {
  /// Returns prose fit to be written; a tab is a blank.
  func prose(_ string: String) -> String {
    let safe = sanitized(String(string.map { $0 == "\t" ? " " : $0 }))
    return capabilities.unicode ? safe : asciiProse(safe)
  }

  /// Returns an untrusted label fit to be written.
  func label(_ string: String) -> String {
    printableLabel(string, unicode: capabilities.unicode)
  }

  /// Returns the form of a formula that the output can show.
  func formula(_ formula: Mathematics) -> String {
    if isSpoken { return prose(formula.spoken) }
    let safe = sanitized(decoratesInASCII ? formula.ascii : formula.unicode)
    return capabilities.unicode ? safe : asciiProse(safe)
  }

  /// Returns how much of the width an indentation may take: all, or nothing when it is narrow.
  func indentation(_ wanted: Int, of width: Int) -> Int {
    width - wanted >= Capabilities.minimumWidth ? wanted : 0
  }
}

extension Line {
  /// Creates a line of one glyph of one cell, again and again.
  init(repeating glyph: String, count: Int, _ style: SpanStyle) {
    append(String(repeating: glyph, count: max(0, count)), width: count, style)
  }
}

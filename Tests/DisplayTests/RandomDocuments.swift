// SPDX-License-Identifier: MIT

@testable import Display

/// Makes documents of every kind of block from a seed, with text that means harm.
struct RandomDocuments {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  private static let pieces = [
    "a", "the", "internationalization", " ", "  ", "注意力", "机制", "e\u{301}", "👩‍🔧", "🇿🇼", "❤️", "שלום",
    "\u{202e}", "\u{1b}[31m", "\n", "\t", "\r\n", "\u{200b}", "|", "`", "<b>", "\\", "√", "·", "−",
    "\u{85}",
    "\u{301}\u{301}", "🇿", "한국어", "ᵀ", "x = ", " + ", "\u{a0}", "\u{2028}", "。", "（",
  ]

  /// Half blocks need colour, so they are tested apart.
  private static let layouts =
    [.automatic, .automatic] + Capabilities.MatrixLayout.allCases.filter { $0 != .halfBlocks }

  private mutating func string(_ limit: Int) -> String {
    (0..<Int.random(in: 0...limit, using: &generator)).reduce(into: "") { text, _ in
      text += Self.pieces.randomElement(using: &generator) ?? ""
    }
  }

  private mutating func text() -> Text {
    let styles: [Text.Style] = [
      .plain, .plain, .strong, .emphasis, .code, .dim, .link("https://example.org/\u{1b}注"),
    ]
    return Text(
      (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        Text.Run(string(20), style: styles.randomElement(using: &generator) ?? .plain)
      })
  }

  private mutating func mathematics() -> Mathematics {
    let terms = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
      "\(Int.random(in: 0...999_999, using: &generator)) · \(string(1))"
    }
    let left = ["", "S", "scores[2, 注]"].randomElement(using: &generator) ?? ""
    return Mathematics(left + " = " + terms.joined(separator: " + "))
  }

  mutating func matrix(maximum: Int = 14) -> MatrixView {
    let sizes = [0, 1, 1, 2, 3, 5, 8, maximum, 40]
    let rows = sizes.randomElement(using: &generator) ?? 1
    let columns = sizes.randomElement(using: &generator) ?? 1
    let special: [Double] = [.nan, .infinity, -.infinity, 0, 1, -1, 1e-9, -1e-9, 1e12, 0.5, 123456]
    let usesSpecial = Bool.random(using: &generator)
    let magnitude = ([1, 1, 1e-7, 1e7, 30] as [Double]).randomElement(using: &generator) ?? 1
    let kind =
      [MatrixView.Kind.probability, .signed, .raw, .count].randomElement(using: &generator) ?? .raw
    let values = (0..<rows * columns).map { _ -> Double in
      if usesSpecial, Int.random(in: 0..<4, using: &generator) == 0 {
        return special.randomElement(using: &generator) ?? 0
      }
      let value = Double.random(in: -1...1, using: &generator) * magnitude
      return kind == .probability || kind == .count ? value.magnitude : value
    }
    let hasLabels = Bool.random(using: &generator)
    var view = MatrixView(
      rowCount: rows, columnCount: columns, values: values, kind: kind,
      blocked: Bool.random(using: &generator)
        ? (0..<rows * columns).map { _ in Int.random(in: 0..<3, using: &generator) == 0 } : [],
      rowLabels: hasLabels ? (0..<rows).map { _ in string(3) } : nil,
      columnLabels: hasLabels ? (0..<columns).map { _ in string(3) } : nil, rowAxis: string(2),
      columnAxis: "key", title: Bool.random(using: &generator) ? mathematics() : nil)
    let decimals: [Int?] = [nil, nil, 0, 2, 6, 14]
    view.decimals = decimals.randomElement(using: &generator) ?? nil
    let legends: [MatrixView.Legend] = [.automatic, .always, .never]
    view.legend = legends.randomElement(using: &generator) ?? .automatic
    if rows > 0, columns > 0, Bool.random(using: &generator) {
      view.selected = CellPosition(row: rows / 2, column: columns - 1)
    }
    view.note = Bool.random(using: &generator) ? string(9) : nil
    return view
  }

  /// A document of plots only.
  mutating func plots() -> Document { Document((0..<4).map { _ in .plot(plot()) }) }

  private mutating func plot() -> Plot {
    let places = Int.random(in: 0...9, using: &generator)
    let special: [Double] = [.nan, .infinity, -.infinity, 0, -1, 1e-9, 1e12, 0.5, 1e308]
    let series = (0..<Int.random(in: 0...Plot.mostSeries, using: &generator)).map { _ in
      Plot.Series(
        string(4),
        (0..<places).map { _ in
          Bool.random(using: &generator)
            ? special.randomElement(using: &generator) ?? 0
            : Double.random(in: -2...9, using: &generator)
        })
    }
    return Plot(
      title: Bool.random(using: &generator) ? string(5) : nil,
      form: Bool.random(using: &generator) ? .curves : .bars,
      horizontal: .init(
        string(2), (0..<places).map { Double(1 << $0) },
        labels: Bool.random(using: &generator) ? (0..<places).map { _ in string(3) } : nil,
        isLogarithmic: Bool.random(using: &generator)),
      vertical: .init(string(2), isLogarithmic: Bool.random(using: &generator)), series: series)
  }

  private mutating func block(depth: Int) -> Block {
    switch Int.random(in: 0..<(depth > 0 ? 14 : 10), using: &generator) {
    case 0: return .heading(level: Int.random(in: 1...4, using: &generator), text())
    case 1: return .paragraph(text())
    case 2: return .formula(mathematics())
    case 3: return .equations((0..<3).map { _ in mathematics() })
    case 4, 5: return .matrix(matrix())
    case 6:
      let view = matrix(maximum: 10)
      let count = Int.random(in: 1...5, using: &generator)
      return .panels(
        (0..<count).map { _ in
          Bool.random(using: &generator) ? view : matrix(maximum: 10)
        })
    case 7: return .code(string(30), language: nil)
    case 8:
      let columns = Int.random(in: 0...6, using: &generator)
      return .table(
        Table(
          header: (0..<columns).map { _ in text() },
          rows: (0..<3).map { _ in (0..<columns).map { _ in text() } },
          alignments: [.left, .right, .center]))
    case 9: return .checks([Check(.passed, text()), Check(.failed, text()), Check(.note, text())])
    case 10:
      return .list(
        (0..<2).map { _ in blocks(depth: depth - 1) }, ordered: Bool.random(using: &generator))
    case 11: return .quote(blocks(depth: depth - 1))
    case 12: return .tree([node(depth: depth - 1), node(depth: depth - 1)])
    default: return .rule
    }
  }

  private mutating func node(depth: Int) -> TreeNode {
    TreeNode(
      blocks(depth: 0), children: depth > 0 ? (0..<2).map { _ in node(depth: depth - 1) } : [])
  }

  private mutating func blocks(depth: Int) -> [Block] {
    (0..<Int.random(in: 0...2, using: &generator)).map { _ in block(depth: depth) }
  }

  mutating func document() -> Document {
    Document((0..<Int.random(in: 1...4, using: &generator)).map { _ in block(depth: 3) })
  }

  mutating func capabilities() -> Capabilities {
    Capabilities(
      width: Int.random(in: 20...140, using: &generator), unicode: Bool.random(using: &generator),
      ambiguousWidth: Int.random(in: 1...2, using: &generator),
      accessible: Int.random(in: 0..<6, using: &generator) == 0,
      matrixLayout: Self.layouts.randomElement(using: &generator) ?? .automatic,
      shade: Bool.random(using: &generator),
      maximumRows: Bool.random(using: &generator) ? 6 : nil,
      scalePolicy: Capabilities.ScalePolicy.allCases.randomElement(using: &generator) ?? .shared,
      clipsOutliers: Bool.random(using: &generator))
  }
}

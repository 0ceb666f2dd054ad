// SPDX-License-Identifier: MIT

@testable import Display

/// The matrices that the golden texts show.
enum Pictures {
  /// The picture of the specification: six tokens, causal weights.
  static let weights = MatrixView(
    rowCount: 6, columnCount: 6,
    values: [
      1, 0, 0, 0, 0, 0,
      0.9699, 0.0301, 0, 0, 0, 0,
      0.7881, 0.1059, 0.1060, 0, 0, 0,
      0.7937, 0.0491, 0.0351, 0.1221, 0, 0,
      0.5861, 0.0921, 0.2479, 0.0198, 0.0541, 0,
      0.2232, 0.0532, 0.0402, 0.0332, 0.3082, 0.3420,
    ], kind: .probability, blocked: causal(6),
    rowLabels: ["the", "cat", "注意力", "sat", "internationalization", "."],
    columnLabels: ["the", "cat", "注意力", "sat", "internationalization", "."], rowAxis: "query",
    columnAxis: "key",
    title: Mathematics(
      unicode: "A = softmax(QKᵀ/√dₖ)", ascii: "A = softmax(QK^T/sqrt(d_k))",
      latex: #"A = \mathrm{softmax}(QK^\top/\sqrt{d_k})"#, spoken: "A is the softmax of the scores")
  )

  /// Everything that is no ordinary number, and labels that mean harm.
  static let unusual = MatrixView(
    rowCount: 4, columnCount: 4,
    values: [
      .nan, .infinity, -.infinity, 0, -0.00001, 0.5, -1.25, 2, -.infinity, -.infinity, -.infinity,
      -.infinity, 0.125, 1.0 / 3, -2.0 / 3, 0,
    ], kind: .signed,
    blocked: [
      false, false, false, false, false, false, false, true, true, true, true, true, false, false,
      false, false,
    ], rowLabels: ["\u{1b}[31mred", "👩‍🔧", "\u{202e}abc", ""],
    columnLabels: ["\n", " the", "❤️", "e\u{301}"],
    rowAxis: "query", columnAxis: "key", title: "masked scores", note: "Worked out by hand.")

  /// A row without any cell to attend to: its weights are no numbers.
  static let undefined = MatrixView(
    rowCount: 2, columnCount: 2, values: [.nan, .nan, 0.25, 0.75], kind: .probability,
    blocked: [true, true, false, false], rowAxis: "query", columnAxis: "key", title: "A")

  static let single = MatrixView(rowCount: 1, columnCount: 1, values: [2], kind: .count)

  static let rectangle = MatrixView(
    rowCount: 3, columnCount: 5, values: (0..<15).map { Double($0 - 7) / 8 }, kind: .signed,
    title: "exact eighths", legend: .always)

  static let square = random(8, seed: 3, selected: CellPosition(row: 4, column: 2))

  static let large = random(64, seed: 5)

  static let heads = (0..<12).map { head in
    var view = random(8, seed: UInt64(head))
    view.title = Mathematics("head \(head)")
    view.note = "entropy 0.42"
    return view
  }

  static func causal(_ count: Int) -> [Bool] {
    (0..<count * count).map { $0 % count > $0 / count }
  }

  /// Causal weights of some seed.
  static func random(
    _ count: Int, seed: UInt64, selected: CellPosition? = nil
  ) -> MatrixView {
    var generator = SplitMix64(seed: seed)
    var values: [Double] = []
    for row in 0..<count {
      let raw = (0..<count).map { column in
        column <= row ? Double.random(in: 0...1, using: &generator) : 0
      }
      let cubes = raw.map { $0 * $0 * $0 + 1e-9 }
      let sum = zip(cubes.indices, cubes).reduce(0) { $1.0 <= row ? $0 + $1.1 : $0 }
      values += cubes.enumerated().map { $0.offset <= row ? $0.element / sum : 0 }
    }
    let words = ["the", "cat", "sat", "on", "注意", "mat", "and", "slept"]
    let labels = (0..<count).map { words[$0 % 8] }
    return MatrixView(
      rowCount: count, columnCount: count, values: values, kind: .probability,
      blocked: causal(count), rowLabels: labels, columnLabels: labels, rowAxis: "query",
      columnAxis: "key", title: "weights", selected: selected)
  }
}

extension Pictures {
  /// Every block that is no matrix.
  static let prose = Document([
    .heading(level: 1, "Why 注意力?"),
    .paragraph(
      "The row of " + .code("cat") + " is " + .strong("divided by its sum")
        + ", so that it adds up to one; see "
        + .link("the paper", to: "https://arxiv.org/abs/1706.03762")
        + ". 注意力机制是一种让模型在处理每个词时都能参考其他所有词的方法。"),
    .equations([
      Mathematics(
        unicode: "scores[2, 1] = q·k / √dₖ", ascii: "scores[2, 1] = q.k / sqrt(d_k)", latex: "",
        spoken: "the score is q dot k over the square root of d k"),
      "= (0.43 · 1.22 + 1.45 · 0.33 + 0.92 · 0.12 + 0.51 · 1.07) / 1.4142", "= 1.1801",
    ]),
    .formula("A = softmax(S)"),
    .list([["first item"], ["second"]].map { $0.map { .paragraph(Text($0)) } }, ordered: true),
    .list([[.paragraph("a point")], [.paragraph("another")]], ordered: false),
    .quote([.paragraph("Attention is all you need.")]),
    .code("let weights = softmax(scores)\n\tprint(weights)", language: "swift"),
    .table(
      Table(
        header: ["head", "token", "weight"],
        rows: [["0", "注意力", "0.97"], ["10", "cat", "0.030"]],
        alignments: [.right, .left, .right])),
    .checks([
      Check(.passed, "Every row of the weights sums to 1."),
      Check(.failed, "The mask hides the future."), Check(.note, "Row 3 is empty."),
    ]),
    .rule,
    .tree([
      TreeNode(
        "weights[2, 1] = 0.106",
        children: [
          TreeNode("exp(s) = 1.84", children: [TreeNode("s = 0.61")]), TreeNode("sum = 17.3"),
        ])
    ]),
  ])
}

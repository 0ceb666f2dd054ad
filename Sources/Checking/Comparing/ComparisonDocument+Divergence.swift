// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// The first stage that diverges: where, how, why, and its name.
extension ComparisonDocument {
  /// Wrong cells that are listed.
  private static let mostCells = 4
  /// A cell whose sum is longer is not written out.
  private static let mostTerms = 24
  /// Rows and columns of a matrix that is small enough to be shown.
  private static let largestMatrix = 24

  func blocks(_ stage: ComparedStage, namesMistakes: Bool = true) -> [Block] {
    let names = namesMistakes ? mistakeBlocks(stage) : []
    var blocks: [Block] = [
      .heading(level: 2, Text("First divergent stage: \(printableLabel(stage.stage.rawValue))"))
    ]
    guard let found = stage.found, let expected = stage.expected else {
      let shape = stage.typedShape.map(sizeInWords) ?? "?"
      blocks.append(
        .paragraph(
          Text(
            "The array is \(shape); this stage is \(sizeInWords(stage.axes.map(\.size))) "
              + "\(stage.axes.inWords). Later stages were judged without it.")))
      return blocks + names
    }
    blocks.append(
      .paragraph(
        Text(
          "\(stage.wrongCount) of \(found.count) cells \(stage.wrongCount == 1 ? "does" : "do") not "
            + "follow from the arrays before. "
            + (stage.pattern?.sentences.joined(separator: " ") ?? ""))))
    if namesMistakes, let cause = causeInWords(stage) { blocks.append(.paragraph(Text(cause))) }
    if namesMistakes {
      blocks.append(cellTable(stage, found, expected))
    } else if let view = matrix("found", of: stage, { found[$0] }) {
      blocks.append(.matrix(view))
    }
    let differences = matrix("found − expected", of: stage) { cell in
      found[cell] == expected[cell] ? 0 : found[cell] - expected[cell]
    }
    if let differences { blocks.append(.matrix(differences)) }
    let lines = namesMistakes ? workings(stage) : []
    if !lines.isEmpty {
      blocks.append(
        .paragraph(
          Text("From your own arrays, \(brackets(stage.worstCell)) should be:")))
      blocks.append(.equations(lines))
    }
    return blocks + names
  }

  func brief(_ stage: ComparedStage) -> [Block] {
    let names = stage.mistakes.map(\.id).joined(separator: ", ")
    let pattern = stage.pattern?.sentences.joined(separator: " ") ?? ""
    return [
      .heading(level: 2, Text("Also wrong by itself: \(printableLabel(stage.stage.rawValue))")),
      .paragraph(Text(pattern + (names.isEmpty ? "" : " It fits: \(names)."))),
    ]
  }

  private func causeInWords(_ stage: ComparedStage) -> String? {
    let type = comparison.type.rawValue
    switch stage.cause {
    case nil: return nil
    case .bug(let typeError):
      let off = Self.scientific(stage.largestError)
      let alone =
        typeError.isFinite
        ? " The same step in \(type) is off by \(Self.scientific(typeError)) at most." : ""
      return
        "A bug, not rounding: computed again in float64, the difference of \(off) stays.\(alone)"
    case .coarserArithmetic(let coarser):
      return
        "More than \(type) explains, but no more than arithmetic in \(coarser.rawValue)"
        + (coarser == .float16 ? " or TensorFloat-32" : "")
        + " would: look for a product computed in a shorter type before looking for a bug."
    }
  }

  private func cellTable(
    _ stage: ComparedStage, _ found: Tensor<Double>, _ expected: Tensor<Double>
  ) -> Block {
    var cells = [stage.worstCell]
    cells += stage.wrongCells.filter { $0 != stage.worstCell }.prefix(Self.mostCells - 1)
    return .table(
      Table(
        header: ["cell", "where", "found", "expected"],
        rows: cells.map { cell in
          [
            .code(brackets(cell)), Text(placeInWords(cell, stage.axes)),
            Text(printed(found[cell])), Text(printed(expected[cell])),
          ]
        }, alignments: [.left, .left, .right, .right]))
  }

  /// Numbers of the matrix with the worst cell, where it is small.
  private func matrix(
    _ name: String, of stage: ComparedStage, _ number: ([Int]) -> Double
  ) -> MatrixView? {
    guard stage.axes.count >= 2 else { return nil }
    let (rows, columns) = (stage.axes[stage.axes.count - 2], stage.axes[stage.axes.count - 1])
    guard rows.size <= Self.largestMatrix, columns.size <= Self.largestMatrix,
      rows.size * columns.size > 1
    else { return nil }
    let lead = Array(stage.worstCell.dropLast(2))
    let values = (0..<(rows.size * columns.size)).map { index in
      number(lead + [index / columns.size, index % columns.size])
    }
    let place = placeInWords(lead + [0, 0], stage.axes).split(separator: ", ").prefix(lead.count)
    let title = ([name] + place.map(String.init)).joined(separator: ", ")
    return MatrixView(
      rowCount: rows.size, columnCount: columns.size, values: values, kind: .signed,
      rowLabels: rows.labels, columnLabels: columns.labels,
      rowAxis: rows.name == .one ? "" : rows.name.rawValue, columnAxis: columns.name.rawValue,
      title: Mathematics { $0 == .unicode ? title : asciiProse(title) }, legend: .always)
  }

  /// The arithmetic of the worst cell, with the implementation's own numbers.
  private func workings(_ stage: ComparedStage) -> [Mathematics] {
    guard let trace = comparison.trace, let place = trace.place(of: stage.stage),
      let tree = trace.arithmetic(at: place, cell: stage.worstCell),
      tree.operandCells.count <= Self.mostTerms
    else { return [] }
    return Workings(
      CellAddress(stage.stage, stage.worstCell), tree, in: trace, decimals: 4,
      value: comparison.ownValue
    ).lines
  }

  // MARK: - Its name

  private func mistakeBlocks(_ stage: ComparedStage) -> [Block] {
    guard let first = stage.mistakes.first else {
      guard comparison.trace != nil, stage.cause != nil || stage.typedShape != nil else {
        return []
      }
      let isTooLarge = stage.axes.placeCount > ArrayDiagnosis.mostCells
      return [
        .paragraph(
          isTooLarge
            ? "The array is too large to try the catalogue of mistakes on it: dump a smaller case."
            : "No mistake of the catalogue explains these numbers.")
      ]
    }
    if stage.mistakes.count == 1 {
      return [
        .paragraph("What happened: " + Text(first.summary) + " " + .dim("(\(first.id))")),
        .paragraph("What to do: " + Text(first.remedy)),
      ] + seen(first.id)
    }
    return [
      .paragraph("What happened is one of these; the numbers fit each:"),
      .list(
        stage.mistakes.map { mistake in
          [
            .paragraph(
              Text(mistake.summary) + " " + .dim("(\(mistake.id))") + " " + Text(mistake.remedy))
          ]
        }, ordered: false),
    ]
  }

  private func seen(_ id: String) -> [Block] {
    let projects = seenIn(id)
    guard !projects.isEmpty else { return [] }
    return [.paragraph(.dim("It happened to " + projects.prefix(3).joined(separator: ", ") + "."))]
  }
}

/// A number of a dump: six digits and what is not finite in words.
func printed(_ value: Double) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  let size = abs(value)
  if value != 0, size < 1e-3 || size >= 1e6 {
    return NumberFormat(decimals: 5, notation: .scientific).string(value)
  }
  return NumberFormat(decimals: 6).string(value)
}

extension Comparison {
  /// The implementation's number for a cell; where none was handed over, what follows from its others.
  func ownValue(_ place: Int, _ cell: [Int]) -> Double {
    if let tensor = used[place] { return tensor[cell] }
    guard let trace else { return .nan }
    guard let tree = trace.arithmetic(at: place, cell: cell) else {
      return trace.value(at: place, cell: cell)
    }
    return tree.evaluate { ownValue($0, $1) }
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// A comparison for people: the first stage that diverges, how, why, and what to do.
public struct ComparisonDocument {
  let comparison: Comparison
  let title: String?
  /// Projects a mistake happened to, by its id.
  let seenIn: (String) -> [String]

  /// Wrong cells that are listed.
  private static let mostCells = 4
  /// A cell whose sum is longer is not written out.
  private static let mostTerms = 24
  /// Rows and columns of a matrix that is small enough to be shown.
  private static let largestMatrix = 24

  public init(
    _ comparison: Comparison, title: String? = nil,
    seenIn: @escaping (String) -> [String] = { _ in [] }
  ) {
    self.comparison = comparison
    self.title = title
    self.seenIn = seenIn
  }

  /// What there is to see, without its name and without what to do: for readers who are to find out.
  public var symptoms: Document {
    let rows: [[Text]] = comparison.stages.map {
      [.code(printableLabel($0.stage.rawValue)), Text(words($0.verdict))]
    }
    var blocks: [Block] = [.table(Table(header: ["stage", "verdict"], rows: rows))]
    if comparison.stages.contains(where: { $0.verdict == .follows }) {
      blocks.append(
        .paragraph("“follows” means: right, if one goes on from the program's own numbers."))
    }
    if let first = comparison.stages.first(where: { $0.verdict == .wrong }) {
      blocks += self.blocks(first, namesMistakes: false)
    }
    return Document(blocks)
  }

  public var document: Document {
    var blocks: [Block] = []
    if let title { blocks.append(.heading(level: 1, Text(printableLabel(title)))) }
    blocks.append(.paragraph(summary))
    blocks.append(.table(stageTable))
    blocks.append(.paragraph(Text(toleranceInWords)))
    let wrong = comparison.stages.filter { $0.verdict == .wrong }
    if let first = wrong.first { blocks += self.blocks(first) }
    for stage in wrong.dropFirst() { blocks += brief(stage) }
    var remarks = comparison.notes.map(\.sentence)
    if !comparison.unknown.isEmpty { remarks.append(passedOver) }
    if !remarks.isEmpty {
      blocks.append(.heading(level: 2, "Good to know"))
      blocks.append(.list(remarks.map { [.paragraph(Text($0))] }, ordered: false))
    }
    return Document(blocks)
  }

  private var summary: Text {
    guard let first = comparison.firstWrong else {
      return Text("No stage diverges: \(counted(comparison.stages.count, "stage")) compared, ")
        + "all differences are rounding."
    }
    return "The first divergent stage is " + .strong(first.stage.rawValue) + "."
  }

  private var stageTable: Table {
    Table(
      header: ["stage", "array", "verdict", "largest error", "tolerance"],
      rows: comparison.stages.map { stage in
        [
          .code(printableLabel(stage.stage.rawValue)), Text(printableLabel(stage.name)),
          Text(words(stage.verdict)), Text(number(stage.largestError, of: stage)),
          Text(stage.typedShape == nil ? Self.scientific(stage.tolerance) : ""),
        ]
      }, alignments: [.left, .left, .left, .right, .right])
  }

  private func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .right: "right"
    case .follows: "follows"
    case .wrong: "WRONG"
    default: verdict.rawValue
    }
  }

  private func number(_ error: Double, of stage: ComparedStage) -> String {
    stage.typedShape == nil ? Self.scientific(error) : "shape"
  }

  static func scientific(_ value: Double) -> String {
    if value == 0 { return "0" }
    if value.isNaN { return "nan" }
    if value.isInfinite { return "inf" }
    return NumberFormat(decimals: 1, notation: .scientific).string(value)
  }

  private var toleranceInWords: String {
    let unit = Self.scientific(comparison.type.rounding.unit)
    let start =
      "The tolerance of a cell is what rounding in \(comparison.type.rawValue) (\(unit) a step) can "
      + "amount to over "
    return start
      + (comparison.trace == nil
        ? "a sum as long as the longest axis; the column shows that of the worst cell."
        : "the terms of its sums, from the arrays before it; the column shows that of the worst "
          + "cell.")
  }

  private var passedOver: String {
    let names = comparison.unknown.prefix(6).map { "'\(printableLabel(String($0.prefix(60))))'" }
    let more = comparison.unknown.count > 6 ? " and \(comparison.unknown.count - 6) more" : ""
    return "Passed over: " + names.joined(separator: ", ") + more + "."
  }

  // MARK: - The first wrong stage

  private func blocks(_ stage: ComparedStage, namesMistakes: Bool = true) -> [Block] {
    let names = namesMistakes ? mistakeBlocks(stage) : []
    var blocks: [Block] = [
      .heading(level: 2, Text("First divergent stage: \(printableLabel(stage.stage.rawValue))"))
    ]
    guard let found = stage.found, let expected = stage.expected else {
      let shape = stage.typedShape.map(size) ?? "?"
      blocks.append(
        .paragraph(
          Text(
            "The array is \(shape); this stage is \(size(stage.axes.map(\.size))) "
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

  private func brief(_ stage: ComparedStage) -> [Block] {
    let names = stage.mistakes.map(\.id).joined(separator: ", ")
    let pattern = stage.pattern?.sentences.joined(separator: " ") ?? ""
    return [
      .heading(level: 2, Text("Also wrong by itself: \(printableLabel(stage.stage.rawValue))")),
      .paragraph(Text(pattern + (names.isEmpty ? "" : " It fits: \(names)."))),
    ]
  }

  private func size(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: " × ")
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

  private func printed(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let size = abs(value)
    if value != 0, size < 1e-3 || size >= 1e6 {
      return NumberFormat(decimals: 5, notation: .scientific).string(value)
    }
    return NumberFormat(decimals: 6).string(value)
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

extension ComparedStage.Note {
  /// What to know.
  var sentence: String {
    switch self {
    case .queryScaledBeforeProduct:
      "The scale was applied before the product; that is right, the product is the same."
    case .scaleSplit: "The scale was split between Q and K; that is right."
    case .columnConvention:
      "Every array is the transpose of ours, vectors as columns; that is right, and it was read so."
    case .largeNegativeMask: "A large negative number stands for −∞; its exponential is 0 as well."
    case .positionBeforeHead:
      "An array had its positions before its heads; it was read as [position, head, dim]."
    case .anyRowConstant:
      "The exponentials had another number taken off each row than its maximum; that is right, it "
        + "cancels."
    case .ownNumbersUsed:
      "After a divergent stage, later ones are judged from your own arrays; what follows is not a "
        + "second mistake."
    case .notEarned:
      "An array of equal numbers was not used for the stages after it: they were judged without it."
    }
  }
}

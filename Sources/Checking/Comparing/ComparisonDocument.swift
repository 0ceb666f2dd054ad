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
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// A marked sheet for the learner: the first wrong step and why, then what still counts.
public struct MarkedSheetDocument {
  let sheet: MarkedSheet
  let title: String?

  /// More wrong cells than this are counted, not listed.
  private static let mostCells = 8

  public init(_ sheet: MarkedSheet, title: String? = nil) {
    self.sheet = sheet
    self.title = title
  }

  public var document: Document {
    var blocks: [Block] = []
    if let title { blocks.append(.heading(level: 1, Text(printableLabel(title)))) }
    blocks.append(.paragraph(summary))
    blocks.append(.table(stepTable))
    let wrong = sheet.steps.filter { $0.verdict == .wrong }
    for (index, step) in wrong.enumerated() { blocks += self.blocks(step, isFirst: index == 0) }
    if let first = wrong.first { blocks += stillEarned(after: first) }
    if !sheet.notes.isEmpty {
      blocks.append(.heading(level: 2, "Good to know"))
      blocks.append(.list(sheet.notes.map { [.paragraph(Text($0.sentence))] }, ordered: false))
    }
    return Document(blocks)
  }

  private var summary: Text {
    let score = points(sheet.score, of: sheet.maximumScore)
    guard let first = sheet.firstWrong else {
      let open = sheet.steps.count { $0.verdict == .blank }
      return open == 0
        ? "Every step is right: " + .strong(score) + "."
        : Text("Nothing is wrong so far; \(counted(open, "step")) left open: ") + .strong(score)
          + "."
    }
    return "The first wrong step is " + .code(first.stage.rawValue) + ". Marks: " + .strong(score)
      + "."
  }

  private func points(_ score: Double, of most: Double) -> String {
    "\(NumberFormat.shortest(score)) of \(NumberFormat.shortest(most))"
  }

  private var stepTable: Table {
    Table(
      header: ["step", "verdict", "marks"],
      rows: sheet.steps.map { step in
        [
          Text.code(step.stage.rawValue), Text(step.verdict.words),
          Text(NumberFormat.shortest(step.score)),
        ]
      }, alignments: [.left, .left, .right])
  }

  // MARK: - A wrong step

  private func blocks(_ step: MarkedStep, isFirst: Bool) -> [Block] {
    var blocks: [Block] = [
      .heading(
        level: 2,
        isFirst ? Text("First wrong step: \(step.stage)") : Text("Also wrong: \(step.stage)"))
    ]
    if case .shape(let typed, let expected)? = step.reason {
      blocks.append(
        .paragraph(
          Text(
            "You typed \(size(typed)); this step is \(size(expected)) \(step.axes.inWords).")))
    } else {
      blocks += cellBlocks(step)
    }
    return blocks + mistakeBlocks(step)
  }

  private func size(_ shape: [Int]) -> String {
    shape.map(String.init).joined(separator: " × ")
  }

  private func cellBlocks(_ step: MarkedStep) -> [Block] {
    let wrong = step.wrongCells
    guard let first = wrong.first else { return [] }
    let all = step.cells.count { $0.verdict != .blank }
    let how = wrong.count == all ? all == 1 ? "The cell does" : "All \(all) cells do" : nil
    let subject = how ?? "\(wrong.count) of \(all) cells \(wrong.count == 1 ? "does" : "do")"
    var blocks: [Block] = [
      .paragraph(Text("\(subject) not follow from your own earlier numbers:")),
      .table(
        Table(
          header: ["cell", "where", "you typed", "follows"],
          rows: wrong.prefix(Self.mostCells).map { cell in
            [
              Text.code(brackets(cell.cell)), Text(placeInWords(cell.cell, step.axes)),
              Text(sheet.text(cell.typed)), Text(sheet.text(cell.expected)),
            ]
          }, alignments: [.left, .left, .right, .right])),
    ]
    if wrong.count > Self.mostCells {
      blocks.append(.paragraph(Text("… and \(wrong.count - Self.mostCells) more.")))
    }
    let lines = sheet.workings(step, first)
    if !lines.isEmpty {
      blocks.append(.paragraph(Text("With your own numbers, \(brackets(first.cell)) is:")))
      blocks.append(.equations(lines))
    }
    return blocks
  }

  private func mistakeBlocks(_ step: MarkedStep) -> [Block] {
    guard let first = step.mistakes.first else {
      return [
        .paragraph(
          "No classic mistake explains these numbers; compute the cell above again, line by line.")
      ]
    }
    if step.mistakes.count == 1 {
      return [
        .paragraph(
          "What happened: " + Text(first.summary) + " " + .dim("(\(first.id))")),
        .paragraph("What to do: " + Text(first.remedy)),
      ]
    }
    return [
      .paragraph("What happened is one of these; your numbers fit each:"),
      .list(
        step.mistakes.map { mistake in
          [
            .paragraph(
              Text(mistake.summary) + " " + .dim("(\(mistake.id))") + " " + Text(mistake.remedy))
          ]
        }, ordered: false),
    ]
  }

  private func stillEarned(after first: MarkedStep) -> [Block] {
    guard let place = sheet.steps.firstIndex(where: { $0.stage == first.stage }) else { return [] }
    let later = sheet.steps[(place + 1)...].filter { $0.verdict.earns }
    guard !later.isEmpty else { return [] }
    let names = later.map(\.stage.rawValue).joined(separator: ", ")
    return [
      .heading(level: 2, "What still counts"),
      .paragraph(
        Text(
          "\(names): worked out rightly from the numbers before, so the slip above is not charged "
            + "again.")),
    ]
  }
}

/// `1 step`, `2 steps`.
func counted(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}

extension Verdict {
  /// The verdict as a learner reads it.
  var words: String {
    switch self {
    case .right: "right"
    case .rightScratchRounding: "right (rounded on the way)"
    case .rightTruncated: "right (digits cut off)"
    case .rightFewDecimals: "right (few decimals)"
    case .follows: "follows from your own numbers"
    case .wrong: "WRONG"
    case .blank: "not done"
    }
  }
}

extension MarkedSheet.Note {
  /// What a learner should know.
  public var sentence: String {
    switch self {
    case .scratchRounding:
      "Some numbers fit only if you rounded on the way; keep the calculator's digits until the end."
    case .digitsTruncated:
      "Digits were cut off; round instead: from 5 on, the last place goes up."
    case .fewDecimals: "Some numbers have fewer decimals than the sheet asks for."
    case .lastWeightAdjusted:
      "The last weight of a row was set so that the row sums to 1; that is right."
    case .queryScaledBeforeProduct:
      "The scale was applied before the product; that is right, the product is the same."
    case .scaleSplit: "The scale was split between Q and K; that is right."
    case .columnConvention:
      "The sheet is written with columns for rows throughout; that is right, and it was read so."
    case .largeNegativeMask: "A large negative number stands for −∞; its exponential is 0 as well."
    case .ownNumbersUsed:
      "After a wrong step, the following ones are judged from your own numbers."
    case .notEarned:
      "A line of equal numbers was not used for the steps after it: they were judged without it."
    }
  }
}

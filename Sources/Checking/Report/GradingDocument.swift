// SPDX-License-Identifier: MIT

import Display

/// The class report for people: a line a file, then what the class did.
public struct GradingDocument {
  let report: GradingReport
  /// Whether amounts are drawn as bars beside their numbers.
  let hasBars: Bool

  private static let barWidth = 20
  /// More files than this are counted, not listed; the other formats have them all.
  private static let mostFiles = 60
  private static let mostMistakes = 12

  public init(_ report: GradingReport, hasBars: Bool = true) {
    self.report = report
    self.hasBars = hasBars
  }

  public var document: Document {
    let summary = report.summary
    var blocks: [Block] = [.heading(level: 1, Text(heading)), .paragraph(opening(summary))]
    guard !report.files.isEmpty else { return Document(blocks) }
    blocks.append(.table(fileTable))
    if report.files.count > Self.mostFiles {
      blocks.append(
        .paragraph(
          Text("… and \(report.files.count - Self.mostFiles) more; --save csv=FILE has them all.")))
    }
    for file in report.files.prefix(Self.mostFiles) where report.message(file) != nil {
      blocks.append(
        .paragraph(Text(report.label(file)) + ": " + Text(report.message(file) ?? "")))
    }
    if report.files.count > 1 { blocks += classBlocks(summary) }
    return Document(blocks)
  }

  private var heading: String { printableLabel(report.assignment ?? "Grades") }

  private func opening(_ summary: GradingSummary) -> Text {
    guard !report.files.isEmpty else {
      return Text(GradingReport.nothingToGrade + " " + passedOver(summary))
    }
    var parts = [
      counted(summary.fileCount - summary.failedCount - summary.missingCount, "file") + " judged"
    ]
    if summary.failedCount > 0 { parts.append("\(summary.failedCount) could not be judged") }
    if summary.missingCount > 0 { parts.append("\(summary.missingCount) handed in nothing") }
    var text = Text(parts.joined(separator: ", ") + ".")
    if let marks = summary.marks, summary.fileCount > 1 {
      text +=
        " Marks: mean " + .strong(percent(marks.mean))
        + Text(
          ", median \(percent(marks.median)), from \(percent(marks.lowest)) to "
            + "\(percent(marks.highest)).")
    }
    return text + Text(" " + passedOver(summary))
  }

  private func passedOver(_ summary: GradingSummary) -> String {
    summary.passedOver == 0
      ? "" : "\(counted(summary.passedOver, "other file")) passed over."
  }

  private var fileTable: Table {
    Table(
      header: ["file", "student", "marks", "first wrong", "mistakes"],
      rows: report.files.prefix(Self.mostFiles).map { file in
        [
          Text(report.label(file)), Text(student(file)),
          Text("\(file.score.inPoints) of \(file.maximumScore.inPoints)"),
          Text(file.failure.map { Self.words($0.kind) } ?? file.firstWrong?.name ?? ""),
          Text(file.mistakeIDs.joined(separator: " ")),
        ]
      }, alignments: [.left, .left, .right, .left, .left])
  }

  private static func words(_ kind: GradedFile.Failure.Kind) -> String {
    switch kind {
    case .unreadable: "ERROR"
    case .overTimeLimit: "ERROR: time limit"
    case .crashed: "ERROR: crashed"
    case .missing: "nothing handed in"
    }
  }

  private func student(_ file: GradedFile) -> String {
    [file.student.id, file.student.firstName, file.student.name].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  // MARK: - The class

  private func classBlocks(_ summary: GradingSummary) -> [Block] {
    let judged = summary.fileCount - summary.failedCount - summary.missingCount
    var blocks: [Block] = [
      .heading(level: 2, "Marks"),
      bars(
        ["marks", "files"],
        summary.histogram.indices.reversed().map {
          ([GradingSummary.classOfMarks($0)], summary.histogram[$0], "\(summary.histogram[$0])")
        }, of: summary.histogram.max() ?? 0),
    ]
    if !summary.steps.isEmpty {
      blocks.append(.heading(level: 2, "Which step loses most"))
      let most = summary.steps.map(\.lost).max() ?? 0
      blocks.append(
        bars(
          ["step", "wrong", "blank", "points lost"],
          summary.steps.map {
            (
              [$0.name, "\($0.wrong)", "\($0.blank)"], Int(($0.lost * 1000).rounded()),
              $0.lost.inPoints
            )
          }, of: Int((most * 1000).rounded())))
    }
    if !summary.mistakes.isEmpty {
      blocks.append(.heading(level: 2, "Mistakes"))
      blocks.append(
        bars(
          ["mistake", "files"],
          summary.mistakes.prefix(Self.mostMistakes).map {
            ([$0.ids.joined(separator: " or ")], $0.count, "\($0.count) of \(judged)")
          }, of: summary.mistakes.first?.count ?? 0))
      if summary.mistakes.count > Self.mostMistakes {
        blocks.append(
          .paragraph(
            Text("… and \(summary.mistakes.count - Self.mostMistakes) more, made less often.")))
      }
    }
    return blocks
  }

  /// A table whose last column draws its amounts.
  private func bars(
    _ header: [String], _ rows: [(words: [String], amount: Int, text: String)], of most: Int
  ) -> Block {
    let table = Table(
      header: (header + (hasBars ? [""] : [])).map { Text($0) },
      rows: rows.map { row in
        (row.words + [row.text] + (hasBars ? [bar(row.amount, of: most)] : [])).map { Text($0) }
      }, alignments: [.left] + Array(repeating: .right, count: header.count - 1) + [.left])
    return .table(table)
  }

  private func bar(_ amount: Int, of most: Int) -> String {
    guard amount > 0, most > 0 else { return "" }
    let share = Double(amount) / Double(most)
    return String(repeating: "█", count: max(1, Int((share * Double(Self.barWidth)).rounded())))
  }

  private func percent(_ share: Double) -> String {
    "\(Int((share * 100).rounded())) %"
  }
}

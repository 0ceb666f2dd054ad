// SPDX-License-Identifier: MIT

/// A gradebook as CSV: the columns of nbgrader's export, then ours.
///
/// Source: jupyter/nbgrader, nbgrader/plugins/export.py.
struct GradebookFormat {
  let report: GradingReport

  static let columns = [
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "file", "status", "first_wrong",
    "mistakes", "message",
  ]

  var text: String {
    var table = CSVTable()
    table.add(Self.columns.map { .text($0) })
    for file in report.files { table.add(row(file)) }
    return table.text
  }

  private func row(_ file: GradedFile) -> [CSVTable.Field] {
    let status =
      switch file.failure?.kind {
      case nil: "graded"
      case .missing?: "missing"
      default: "error"
      }
    return [
      .text(file.assignment), .text(report.due?.gradebook ?? ""),
      .text(file.submitted?.gradebook ?? ""), .text(file.student.id), .text(file.student.name),
      .text(file.student.firstName), .text(file.student.email), .number(file.score), .number(0),
      .number(file.score), .number(file.maximumScore), .text(file.file), .text(status),
      .text(file.firstWrong?.name ?? ""), .text(file.mistakeIDs.joined(separator: " ")),
      .text(report.message(file) ?? ""),
    ]
  }
}

/// The class report as CSV: one line for each count, in a form that spreadsheets can group.
struct ClassTableFormat {
  let report: GradingReport

  var text: String {
    let summary = report.summary
    var table = CSVTable()
    table.add(["kind", "name", "count", "of", "lost", "max_score"].map { .text($0) })
    func add(_ kind: String, _ name: String, _ count: Int, of all: Int) {
      table.add([.text(kind), .text(name), .count(count), .count(all), .text(""), .text("")])
    }
    let judged = summary.fileCount - summary.failedCount - summary.missingCount
    add("files", "judged", judged, of: summary.fileCount)
    add("files", "failed", summary.failedCount, of: summary.fileCount)
    add("files", "missing", summary.missingCount, of: summary.fileCount)
    for (place, count) in summary.histogram.enumerated() {
      add("marks", GradingSummary.classOfMarks(place), count, of: judged)
    }
    for mistake in summary.mistakes {
      add("mistake", mistake.ids.joined(separator: " "), mistake.count, of: judged)
    }
    for step in summary.steps {
      table.add([
        .text("step"), .text(step.name), .count(step.wrong), .count(step.asked), .number(step.lost),
        .number(step.maximum),
      ])
    }
    return table.text
  }
}

extension GradingSummary {
  /// `30-39 %`; the last class is all of it.
  static func classOfMarks(_ place: Int) -> String {
    place == 10 ? "100 %" : "\(place * 10)-\(place * 10 + 9) %"
  }
}

// SPDX-License-Identifier: MIT

import Explanation

/// The formats that other programs take results in; each is a view of the same report.
public enum ResultFormat: String, Sendable, CaseIterable {
  case json
  case gradescope
  case classroom
  case junit
  case check50
  case exercism
  case csv
  /// What the class did, as a table; `csv` has the marks of each.
  case classCSV = "class-csv"

  /// The report in this format, ending in one newline.
  ///
  /// The same report gives the same bytes.
  public func text(_ report: GradingReport) -> String {
    switch self {
    case .json: report.json.text + "\n"
    case .gradescope: GradescopeFormat(report: report).json.text + "\n"
    case .classroom: ClassroomFormat(report: report).text
    case .junit: JUnitFormat(report: report).text
    case .check50: Check50Format(report: report).json.text + "\n"
    case .exercism: ExercismFormat(report: report).json.text + "\n"
    case .csv: GradebookFormat(report: report).text
    case .classCSV: ClassTableFormat(report: report).text
    }
  }
}

extension GradingReport {
  /// Whether formats made for one submission must say which file a step belongs to.
  var hasSeveralFiles: Bool { files.count > 1 }

  /// The name of a step, with its file where there are several.
  func name(_ step: GradedStep, of file: GradedFile) -> String {
    hasSeveralFiles ? "\(label(file)): \(step.name)" : step.name
  }

  /// What there is to say of an empty batch.
  static let nothingToGrade = "There was nothing to grade."
}

// SPDX-License-Identifier: MIT

import Display

/// The results of a whole class: the one value that every result format is a view of.
///
/// Names, paths and tokens come from strangers. Here their control characters are made visible,
/// before any format sees them; each format escapes what it must besides.
public struct GradingReport: Sendable, Equatable {
  /// In the order they were given.
  public let files: [GradedFile]
  /// Files that are neither sheets nor dumps.
  public let passedOver: Int
  /// When the work was due.
  public let due: TimeStamp?
  /// When it was graded.
  public let graded: TimeStamp

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - files: The results, in the order of the report.
  ///   - passedOver: How many files of the folders were no work to grade.
  ///   - due: When the work was due.
  ///   - graded: When it was graded.
  public init(
    files: [GradedFile], passedOver: Int = 0, due: TimeStamp? = nil, graded: TimeStamp = .now
  ) {
    let usual = Self.usualMaximum(files)
    var students: [String: Int] = [:]
    for file in files where !file.student.id.isEmpty { students[file.student.id, default: 0] += 1 }
    self.files = files.map { file in
      var file = file.made(safe: sanitized)
      if case .failed(var failure) = file.outcome, failure.maximum == nil {
        // What the others could earn, this one could have earned, too.
        failure.maximum = usual[file.assignment] ?? usual[""]
        file.outcome = .failed(failure)
      }
      return file
    }
    repeatedStudents = Set(students.filter { $0.value > 1 }.keys.map(sanitized))
    self.passedOver = passedOver
    self.due = due
    self.graded = graded
  }

  /// Ids that stand on more than one file.
  public let repeatedStudents: Set<String>

  /// What most files of an assignment could earn; under "" what most files of all could.
  private static func usualMaximum(_ files: [GradedFile]) -> [String: Double] {
    var counts: [String: [Double: Int]] = [:]
    for file in files where file.failure == nil {
      counts[file.assignment, default: [:]][file.maximumScore, default: 0] += 1
      counts["", default: [:]][file.maximumScore, default: 0] += 1
    }
    return counts.compactMapValues { $0.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key }
  }

  /// What to say of a file besides its marks: the error, or that its student handed in more.
  func message(_ file: GradedFile) -> String? {
    let repeated =
      repeatedStudents.contains(file.student.id)
      ? "the student id \(file.student.id) stands on more than one file" : nil
    let parts = [file.failure?.message, repeated].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// What formats call the file where there are several.
  func label(_ file: GradedFile) -> String {
    file.file.isEmpty ? file.student.id.isEmpty ? "?" : file.student.id : file.file
  }

  /// The assignment of the files, if they have only one.
  var assignment: String? {
    let names = Set(files.map(\.assignment).filter { !$0.isEmpty })
    return names.count == 1 ? names.first : nil
  }

  public var score: Double { files.reduce(0) { $0 + $1.score } }
  public var maximumScore: Double { files.reduce(0) { $0 + $1.maximumScore } }
  public var isGood: Bool { files.allSatisfy(\.isGood) }
}

extension GradedFile {
  /// The same with every text of strangers put through a filter, and without numbers that are none.
  fileprivate func made(safe: (String) -> String) -> GradedFile {
    var result = self
    result.file = safe(file)
    result.assignment = safe(assignment)
    result.student = Student(
      id: safe(student.id), name: safe(student.name), firstName: safe(student.firstName),
      email: safe(student.email))
    result.notes = notes.map(safe)
    result.duration = max(0, duration.asPoints)
    switch outcome {
    case .failed(var failure):
      failure.message = safe(failure.message)
      failure.maximum = failure.maximum?.asPoints
      result.outcome = .failed(failure)
    case .judged(let steps): result.outcome = .judged(steps.map { $0.made(safe: safe) })
    }
    return result
  }
}

extension GradedStep {
  fileprivate func made(safe: (String) -> String) -> GradedStep {
    var result = self
    result.name = safe(name)
    (result.score, result.maximum) = (score.asPoints, maximum.asPoints)
    result.duration = max(0, duration.asPoints)
    result.title = safe(title)
    result.statement = safe(statement)
    result.details = details.map(safe)
    result.reason = reason.map(safe)
    result.finding = finding.map {
      Finding(place: safe($0.place), found: safe($0.found), expected: safe($0.expected))
    }
    result.output = output.map { text in
      // What a program printed keeps its lines.
      text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }
        .joined(separator: "\n")
    }
    result.mistakes = mistakes.map {
      NamedMistake(id: safe($0.id), summary: safe($0.summary), remedy: safe($0.remedy))
    }
    return result
  }
}

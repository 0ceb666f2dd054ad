// SPDX-License-Identifier: MIT

import ProblemFiles

/// How many points a step is worth, and what a verdict earns of them.
///
/// ```yaml
/// format: 1
/// due: 2026-10-12 09:30:00
/// steps: {weights: 2, row_sums: 1/2}
/// other_steps: 1
/// follows: 1
/// few_decimals: 0.5
/// ```
public struct Rubric: Sendable, Equatable {
  /// Points by the name of the step.
  public var steps: [String: Double] = [:]
  /// Points of a step that is not named.
  public var otherSteps = 1.0
  /// The share of its points a step earns that follows from an earlier slip.
  public var follows = 1.0
  /// The share of its points a step earns that is right with fewer decimals than asked.
  public var fewDecimals = 1.0
  public var due: TimeStamp?

  /// One point a step, all of it for whatever is not wrong.
  public init() {}

  /// Gives the points of this rubric to a file that was judged with one point a step.
  public func applied(to file: GradedFile) -> GradedFile {
    guard case .judged(let steps) = file.outcome else { return file }
    var result = file
    result.outcome = .judged(
      steps.map { step in
        var step = step
        let points = self.steps[step.name] ?? otherSteps * step.maximum
        let share =
          switch step.verdict {
          case .follows: follows
          case .rightFewDecimals: fewDecimals
          case .wrong, .blank: 0.0
          default: 1.0
          }
        step.maximum = points.asPoints
        step.score = (points * share).asPoints
        return step
      })
    return result
  }
}

extension Rubric {
  static let keys = ["format", "due", "steps", "other_steps", "follows", "few_decimals"]
  static let mostPoints = 1_000_000.0

  /// Reads a rubric.
  ///
  /// - Parameter path: A YAML file.
  /// - Throws: `ProblemFileError` with line and key.
  public init(path: String) throws(ProblemFileError) {
    try self.init(text: TextFile.read(path), path: path)
  }

  /// Reads a rubric from text.
  public init(text: String, path: String) throws(ProblemFileError) {
    let source = SourceText(withoutMark: text, file: path)
    let root = Entry(node: try SafeYAML.parse(source), path: "", source: source)
    let entries = try root.mapping(Self.keys)
    guard let format = entries["format"] else {
      throw ProblemFileError(
        file: path, line: 1, key: "format", "is missing; a rubric begins with 'format: 1'")
    }
    guard try format.integer("the format version, 1") == 1 else {
      throw format.error("expected 1, the only version there is; found \(format.found)")
    }
    if let entry = entries["due"] {
      guard let due = TimeStamp(try entry.text("a time in UTC such as 2026-10-12 09:30:00")) else {
        throw entry.error(
          "expected a time in UTC such as 2026-10-12 09:30:00; found \(entry.found)")
      }
      self.due = due
    }
    if let entry = entries["steps"], !entry.isMissing {
      for (name, part) in try entry.anyMapping() {
        steps[name] = try Self.number(part, "points, from 0 up", upTo: Self.mostPoints)
      }
    }
    if let entry = entries["other_steps"] {
      otherSteps = try Self.number(entry, "points, from 0 up", upTo: Self.mostPoints)
    }
    if let entry = entries["follows"] {
      follows = try Self.number(entry, "a share from 0 to 1", upTo: 1)
    }
    if let entry = entries["few_decimals"] {
      fewDecimals = try Self.number(entry, "a share from 0 to 1", upTo: 1)
    }
  }

  private static func number(
    _ entry: Entry, _ expected: String, upTo most: Double
  ) throws(ProblemFileError) -> Double {
    let number = try entry.number(expected)
    guard (0...most).contains(number) else {
      throw entry.error("expected \(expected); found \(entry.found)")
    }
    return number
  }
}

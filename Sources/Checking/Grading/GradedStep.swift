// SPDX-License-Identifier: MIT

/// One step of a graded file: a stage of a sheet, or a check of an exercise.
public struct GradedStep: Sendable, Equatable, Codable {
  /// The id: `scaled_scores`.
  public var name: String
  /// The name for people: `scaled scores`.
  public var title: String
  /// What is asked, in one line: `scaled_scores = S/√d_k`; empty when there is nothing to say.
  public var statement: String
  public var verdict: Verdict
  public var score: Double
  public var maximum: Double
  /// The wrong cells.
  public var cells: [[Int]]
  /// Every mistake that explains the step, in catalogue order; several where the numbers fit each.
  public var mistakes: [NamedMistake]
  /// Why the step as a whole is wrong, such as `shape`.
  public var reason: String?
  /// The first wrong place.
  public var finding: Finding?
  /// Lines about what was found, each a sentence.
  public var details: [String]
  /// What the learner's own program printed.
  public var output: String?
  /// The line of the file, where it is known.
  public var line: Int?
  /// How long it took, in seconds.
  public var duration: Double
  /// For dumps: the largest difference, and the difference that counts as rounding.
  public var largestError: Double?
  public var tolerance: Double?

  /// What was found in one place, and what would be right; both as text.
  public struct Finding: Sendable, Equatable, Codable {
    /// Such as `[0,0,1]`.
    public var place: String
    public var found: String
    public var expected: String

    public init(place: String, found: String, expected: String) {
      self.place = place
      self.found = found
      self.expected = expected
    }
  }

  /// Creates a step that earns one point unless its verdict is wrong or blank.
  public init(
    _ name: String, title: String? = nil, statement: String = "", verdict: Verdict,
    score: Double? = nil, maximum: Double = 1, cells: [[Int]] = [], mistakes: [NamedMistake] = [],
    reason: String? = nil, finding: Finding? = nil, details: [String] = [], output: String? = nil,
    line: Int? = nil, duration: Double = 0, largestError: Double? = nil, tolerance: Double? = nil
  ) {
    self.name = name
    self.title = title ?? name.split(separator: "_").joined(separator: " ")
    self.statement = statement
    self.verdict = verdict
    self.score = score ?? (verdict.earns ? maximum : 0)
    self.maximum = maximum
    self.cells = cells
    self.mistakes = mistakes
    self.reason = reason
    self.finding = finding
    self.details = details
    self.output = output
    self.line = line
    self.duration = duration
    self.largestError = largestError
    self.tolerance = tolerance
  }
}

extension GradedStep {
  /// Whether a format that knows only pass and fail calls it passed.
  var isPassed: Bool { verdict.earns && score >= maximum }

  /// The mistakes in words; every candidate where the numbers cannot decide.
  var explanation: String? {
    mistakes.isEmpty ? nil : mistakes.map(\.summary).joined(separator: " Or: ")
  }

  /// What to do instead.
  var remedy: String? {
    mistakes.isEmpty ? nil : mistakes.map(\.remedy).joined(separator: " Or: ")
  }

  /// The verdict and what was found, line by line.
  var report: [String] {
    var lines = [verdict == .wrong ? "wrong" : verdict == .blank ? "blank" : verdict.words]
    if !isPassed, verdict.earns {
      lines[0] += "; the rubric gives \(score.inPoints) of \(maximum.inPoints)"
    }
    var details = details
    if !details.isEmpty { lines[0] += ": " + details.removeFirst() }
    return lines + details + [explanation].compactMap { $0 }
  }

  /// All of it on one line, the mistakes first, for formats that have one string.
  var sentence: String {
    guard let explanation else { return report.joined(separator: " ") }
    let ids = mistakes.map(\.id).joined(separator: " ")
    return ([explanation + " (\(ids))"] + details).joined(separator: " ")
  }
}

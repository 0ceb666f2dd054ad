// SPDX-License-Identifier: MIT

/// One file that was handed in, with what it earned: what every result format is a view of.
///
/// A worksheet, a dump and a coding exercise all end as this value. It knows nothing of attention:
/// steps are the stages of a sheet, or the checks of an exercise.
public struct GradedFile: Sendable, Equatable, Codable {
  /// The path as it was given; empty for a student who handed in nothing.
  public var file: String
  /// The problem or exercise; empty when it is not known.
  public var assignment: String
  public var student: Student
  /// The seed of the numbers, when the sheet has numbers of its own.
  public var seed: UInt64?
  /// When it was handed in.
  public var submitted: TimeStamp?
  /// How long judging took, in seconds.
  public var duration: Double
  public var outcome: Outcome
  /// Remarks that cost nothing, one sentence each.
  public var notes: [String]

  /// What came of judging the file.
  public enum Outcome: Sendable, Equatable, Codable {
    /// It was judged step by step.
    case judged([GradedStep])
    /// It could not be judged at all; it earns nothing.
    case failed(Failure)
  }

  /// Creates a result.
  public init(
    file: String, assignment: String = "", student: Student = Student(), seed: UInt64? = nil,
    submitted: TimeStamp? = nil, duration: Double = 0, outcome: Outcome, notes: [String] = []
  ) {
    self.file = file
    self.assignment = assignment
    self.student = student
    self.seed = seed
    self.submitted = submitted
    self.duration = duration
    self.outcome = outcome
    self.notes = notes
  }
}

extension GradedFile {
  /// Whose work it is; text of strangers.
  public struct Student: Sendable, Equatable, Codable {
    public var id: String
    /// The whole name, or the last name where a first one is known.
    public var name: String
    public var firstName: String
    public var email: String

    public init(id: String = "", name: String = "", firstName: String = "", email: String = "") {
      self.id = id
      self.name = name
      self.firstName = firstName
      self.email = email
    }
  }

  /// Why a file could not be judged.
  public struct Failure: Sendable, Equatable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
      case unreadable
      case overTimeLimit = "over-time-limit"
      case crashed
      /// A student of the roster who handed in nothing.
      case missing
    }

    public var kind: Kind
    /// What was found, what was expected, the next step.
    public var message: String
    /// The line of the file, where it is known.
    public var line: Int?
    /// What it could have earned, where that is known.
    public var maximum: Double?

    public init(_ kind: Kind, _ message: String, line: Int? = nil, maximum: Double? = nil) {
      self.kind = kind
      self.message = message
      self.line = line
      self.maximum = maximum
    }
  }

  /// The judged steps; none when the file failed.
  public var steps: [GradedStep] {
    if case .judged(let steps) = outcome { steps } else { [] }
  }

  public var failure: Failure? {
    if case .failed(let failure) = outcome { failure } else { nil }
  }

  public var score: Double { steps.reduce(0) { $0 + $1.score } }

  public var maximumScore: Double {
    failure.map { $0.maximum ?? 0 } ?? steps.reduce(0) { $0 + $1.maximum }
  }

  /// The first step that is wrong.
  public var firstWrong: GradedStep? { steps.first { $0.verdict == .wrong } }

  /// The ids of every mistake, each once, in the order of the steps.
  public var mistakeIDs: [String] {
    var seen: Set<String> = []
    return steps.flatMap(\.mistakes).map(\.id).filter { seen.insert($0).inserted }
  }

  /// Whether nothing is wrong; steps left open are not wrong.
  public var isGood: Bool { failure == nil && firstWrong == nil }
}

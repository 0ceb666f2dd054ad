// SPDX-License-Identifier: MIT

/// What a learner has done so far, over all lessons.
///
/// The tree of the file is kept whole, so that what a newer version wrote is not lost by this one:
///
/// ```json
/// {"version": 1, "lessons": {"04-self-attention": {"parts": [0, 1], "part_count": 12,
///   "answered": {"3": [0]}, "sheet": true, "tasks": {"softmax": true}}}}
/// ```
public struct Progress: Equatable, Sendable {
  /// The version this program writes.
  static let version = 1

  var tree: JSONTree

  /// Nothing done yet.
  public init() { tree = .object(["version": .integer(Self.version), "lessons": .object([:])]) }

  init?(tree: JSONTree) {
    guard tree.isObject, tree["lessons"]?.isObject ?? true, (tree["version"]?.whole ?? 1) >= 0
    else {
      return nil
    }
    self.tree = tree
  }

  /// What was done in one lesson.
  public struct OfLesson: Equatable, Sendable {
    /// The parts that were in sight, counted from 0.
    public let parts: Set<Int>
    /// How many parts the lesson had when it was read.
    public let partCount: Int?
    /// How many answers were asked for.
    public let answered: Int
    /// Whether the last marked sheet had nothing wrong; `nil` when none was marked.
    public let sheet: Bool?
    /// The tasks of the exercise that were tried, and whether they passed once.
    public let tasks: [String: Bool]

    /// Whether every part was in sight.
    public var isRead: Bool { partCount.map { parts.count >= $0 } ?? false }
    /// Whether anything was done.
    public var isBegun: Bool { !parts.isEmpty || answered > 0 || sheet != nil || !tasks.isEmpty }
  }

  /// What was done in a lesson.
  public func of(_ lesson: String) -> OfLesson {
    let entry = tree["lessons"]?[lesson] ?? .null
    let sheet: Bool? = if case .bool(let value)? = entry["sheet"] { value } else { nil }
    return OfLesson(
      parts: Set(entry["parts"]?.wholes ?? []), partCount: entry["part_count"]?.whole,
      answered: (entry["answered"]?.members.values.map { Set($0.wholes).count } ?? []).reduce(0, +),
      sheet: sheet, tasks: entry["tasks"]?.members.mapValues(\.isTrue) ?? [:])
  }

  /// Takes note of what was done; what was done before is kept.
  public mutating func record(_ event: ProgressEvent) {
    var lessons = tree["lessons"] ?? .object([:])
    var entry = lessons[event.lesson] ?? .object([:])
    if !entry.isObject { entry = .object([:]) }
    switch event {
    case .read(_, let part, let count):
      entry["parts"] = Self.list(entry["parts"], adding: part)
      entry["part_count"] = .integer(count)
    case .answered(_, let part, let question):
      var answered = entry["answered"] ?? .object([:])
      answered["\(part)"] = Self.list(answered["\(part)"], adding: question)
      entry["answered"] = answered
    case .checked(_, let isRight): entry["sheet"] = .bool(isRight || entry["sheet"] == .bool(true))
    case .tried(_, let task, let passes):
      var tasks = entry["tasks"] ?? .object([:])
      tasks[task] = .bool(passes || tasks[task]?.isTrue == true)
      entry["tasks"] = tasks
    }
    lessons[event.lesson] = entry
    tree["lessons"] = lessons
    if tree["version"] == nil { tree["version"] = .integer(Self.version) }
  }

  private static func list(_ list: JSONTree?, adding number: Int) -> JSONTree {
    .array(Set(list?.wholes ?? []).union([number]).sorted().map { .integer($0) })
  }
}

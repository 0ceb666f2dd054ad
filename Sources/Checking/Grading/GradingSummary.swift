// SPDX-License-Identifier: MIT

/// What a class did: marks, which mistakes how often, which step loses most.
public struct GradingSummary: Sendable, Equatable {
  public let fileCount: Int
  /// Files that could not be judged.
  public let failedCount: Int
  /// Students of the roster who handed in nothing.
  public let missingCount: Int
  public let passedOver: Int
  /// Shares of the maximum, of the files that were judged; `nil` when there are none.
  public let marks: Marks?
  /// How many judged files earned 0–9 %, 10–19 %, … 90–99 %, and all of it.
  public let histogram: [Int]
  /// The most frequent first.
  public let mistakes: [MistakeCount]
  /// The step that loses most first.
  public let steps: [StepCount]

  /// Marks as shares of the maximum, 0 to 1.
  public struct Marks: Sendable, Equatable {
    public let mean: Double
    public let median: Double
    public let lowest: Double
    public let highest: Double
  }

  /// How often a mistake was made, or one of several that the numbers do not tell apart.
  public struct MistakeCount: Sendable, Equatable {
    public let ids: [String]
    public let summary: String
    /// The number of files.
    public let count: Int
  }

  /// What a step did to the class.
  public struct StepCount: Sendable, Equatable {
    public let name: String
    public let asked: Int
    public let wrong: Int
    public let blank: Int
    public let follows: Int
    /// Points that were to be had and were not earned.
    public let lost: Double
    public let maximum: Double
  }
}

extension GradingReport {
  /// The summary of all files.
  public var summary: GradingSummary {
    let judged = files.filter { $0.failure == nil }
    let shares = judged.map { $0.maximumScore > 0 ? $0.score / $0.maximumScore : 0 }.sorted()
    var histogram = [Int](repeating: 0, count: 11)
    for share in shares { histogram[min(10, max(0, Int((share * 10 + 1e-9).rounded(.down))))] += 1 }
    return GradingSummary(
      fileCount: files.count,
      failedCount: files.count { $0.failure.map { $0.kind != .missing } ?? false },
      missingCount: files.count { $0.failure?.kind == .missing }, passedOver: passedOver,
      marks: Self.marks(shares), histogram: histogram, mistakes: Self.mistakes(judged),
      steps: Self.steps(judged))
  }

  private static func marks(_ shares: [Double]) -> GradingSummary.Marks? {
    guard let lowest = shares.first, let highest = shares.last else { return nil }
    let half = shares.count / 2
    let median = shares.count % 2 == 1 ? shares[half] : (shares[half - 1] + shares[half]) / 2
    return GradingSummary.Marks(
      mean: shares.reduce(0, +) / Double(shares.count), median: median, lowest: lowest,
      highest: highest)
  }

  private static func mistakes(_ files: [GradedFile]) -> [GradingSummary.MistakeCount] {
    var found: [String: (ids: [String], summary: String, count: Int)] = [:]
    for file in files {
      var seen: Set<String> = []
      for step in file.steps where !step.mistakes.isEmpty {
        let ids = step.mistakes.map(\.id)
        let key = ids.joined(separator: " ")
        guard seen.insert(key).inserted else { continue }
        found[key, default: (ids, step.explanation ?? "", 0)].count += 1
      }
    }
    return found.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { .init(ids: $0.value.ids, summary: $0.value.summary, count: $0.value.count) }
  }

  private static func steps(_ files: [GradedFile]) -> [GradingSummary.StepCount] {
    var order: [String] = []
    var counts: [String: [GradedStep]] = [:]
    for step in files.flatMap(\.steps) {
      if counts[step.name] == nil { order.append(step.name) }
      counts[step.name, default: []].append(step)
    }
    let all = order.map { name -> GradingSummary.StepCount in
      let steps = counts[name] ?? []
      return GradingSummary.StepCount(
        name: name, asked: steps.count, wrong: steps.count { $0.verdict == .wrong },
        blank: steps.count { $0.verdict == .blank },
        follows: steps.count { $0.verdict == .follows },
        lost: steps.reduce(0) { $0 + max(0, $1.maximum - $1.score) }.asPoints,
        maximum: steps.reduce(0) { $0 + $1.maximum }.asPoints)
    }
    return all.enumerated().sorted { ($1.element.lost, $0.offset) < ($0.element.lost, $1.offset) }
      .map(\.element)
  }
}

// SPDX-License-Identifier: MIT

/// Every classic mistake in words: what was done, how the numbers give it away, what to do, and the
/// projects it happened to.
///
/// How a mistake is computed is stated by the operation it belongs to; ids join the two.
public enum MistakeCatalogue {
  /// One mistake in words.
  ///
  /// Ids are a contract: they never change their meaning.
  public struct Entry: Sendable {
    public let id: String
    /// The stage where it first shows if every stage is there.
    public let stage: StageID
    public let happens: Place
    public let summary: String
    /// The wrong formula.
    public let wrong: String
    /// How the numbers give it away, and when it is invisible.
    public let tell: String
    public let remedy: String
    /// Issues and pull requests of real projects.
    public let seenIn: [String]

    init(
      _ id: String, _ stage: String, happens: Place, summary: String, wrong: String, tell: String,
      remedy: String, seenIn: [String] = []
    ) {
      self.id = id
      self.stage = StageID(stage)
      self.happens = happens
      self.summary = summary
      self.wrong = wrong
      self.tell = tell
      self.remedy = remedy
      self.seenIn = seenIn
    }
  }

  /// Where a mistake is made.
  public enum Place: String, Sendable { case hand, code, both }

  /// All of them, in the order of the computation, those of the reverse pass last.
  public static let all: [Entry] =
    positions + projections + rawScores + scaling + masks + softmax + headOutput + output
    + tiles + gradients

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  public static func entry(_ id: String) -> Entry? { byID[id] }
}

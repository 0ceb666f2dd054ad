// SPDX-License-Identifier: MIT

/// The name of a value on the tape, as files and commands write it: `raw_scores`.
///
/// Ids are a contract: problems, worksheets, dumps and exports use them.
public struct StageID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public init(_ rawValue: String) { self.rawValue = rawValue }
  public var description: String { rawValue }

  /// The id of the gradient with respect to this stage.
  public var gradient: StageID { StageID("grad_" + rawValue) }

  /// The stage this is the gradient of, if it is one.
  public var differentiated: StageID? {
    rawValue.hasPrefix("grad_") ? StageID(String(rawValue.dropFirst(5))) : nil
  }

  public static let input = StageID("input")
  public static let memory = StageID("memory")
  public static let memoryValue = StageID("memory_value")
  public static let positions = StageID("positions")
  public static let query = StageID("query")
  public static let key = StageID("key")
  public static let value = StageID("value")
  public static let rotatedQuery = StageID("rotated_query")
  public static let rotatedKey = StageID("rotated_key")
  public static let cacheKey = StageID("cache_key")
  public static let cacheValue = StageID("cache_value")
  public static let rotaryCosines = StageID("rotary_cos")
  public static let rotarySines = StageID("rotary_sin")
  public static let rawScores = StageID("raw_scores")
  public static let scaledScores = StageID("scaled_scores")
  public static let cappedScores = StageID("capped_scores")
  public static let addedBias = StageID("added_bias")
  public static let maskedScores = StageID("masked_scores")
  public static let rowMaximum = StageID("row_max")
  public static let exponentials = StageID("exponentials")
  public static let rowSums = StageID("row_sums")
  public static let weights = StageID("weights")
  public static let headOutput = StageID("head_output")
  public static let mergedHeads = StageID("merged_heads")
  public static let output = StageID("output")
  public static let queryProjection = StageID("query_projection")
  public static let keyProjection = StageID("key_projection")
  public static let valueProjection = StageID("value_projection")
  public static let outputProjection = StageID("output_projection")
  public static let queryBias = StageID("query_bias")
  public static let keyBias = StageID("key_bias")
  public static let valueBias = StageID("value_bias")
  public static let outputBias = StageID("output_bias")
  public static let tiledOutput = StageID("tiled_output")
  public static let ringQuery = StageID("ring_query")
  public static let ringOutput = StageID("ring_output")
}

/// What is known of a stage apart from its numbers.
public struct Stage: Sendable {
  public let id: StageID
  /// The paper's symbol.
  public let symbol: Formula
  /// One line for someone who sees the stage for the first time.
  public let summary: String
  /// Other names that dumps use.
  public let aliases: [String]
  /// What its numbers are, which decides how they are coloured.
  public let numbers: NumberKind
  /// Whether a cell that is −∞ in `maskedBy` is marked as masked here.
  public let marksMaskedCells: Bool
  /// The scores whose −∞ marks cells of this stage as masked.
  public let maskedBy: StageID

  /// What the numbers of a stage are.
  public enum NumberKind: Sendable {
    /// Shares between 0 and 1.
    case probability
    /// Never below zero.
    case amount
    /// Either sign, zero in the middle.
    case signed
  }

  init(
    _ id: StageID, _ symbol: Formula, _ summary: String, aliases: [String] = [],
    numbers: NumberKind = .signed, marksMaskedCells: Bool = false,
    maskedBy: StageID = .maskedScores
  ) {
    self.id = id
    self.symbol = symbol
    self.summary = summary
    self.aliases = aliases
    self.numbers = numbers
    self.marksMaskedCells = marksMaskedCells
    self.maskedBy = maskedBy
  }
}

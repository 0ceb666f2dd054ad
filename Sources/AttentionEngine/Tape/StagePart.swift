// SPDX-License-Identifier: MIT

/// A stage of a computation that is done part by part: `tile_2_running_max`, `ring_3_scores`.
///
/// Tiles and steps of a ring are counted from 1, as the papers count them.
public struct StagePart: Sendable {
  /// Who computes in parts.
  public enum Method: String, Sendable, CaseIterable {
    /// One pass over the keys, tile by tile (FlashAttention).
    case tile
    /// One step around a ring of workers (Ring Attention).
    case ring
  }

  public let method: Method
  /// The tile or step, from 1.
  public let number: Int
  let name: Name

  /// What a part holds.
  enum Name: String, Sendable {
    case key, value, scores, exponentials, max, sum, output, rescale, accumulator
    case runningMaximum = "running_max"
    case runningSum = "running_sum"
    case mergedMaximum = "merged_max"
    case mergedSum = "merged_sum"
    case mergedOutput = "merged_output"
  }

  init(_ method: Method, _ number: Int, _ name: Name) {
    self.method = method
    self.number = number
    self.name = name
  }

  /// Takes an id apart; `nil` when it is none of a part.
  public init?(_ id: StageID) {
    let words = id.rawValue.split(separator: "_", maxSplits: 2)
    guard words.count == 3, let method = Method(rawValue: String(words[0])),
      let number = Int(words[1]), number > 0, let name = Name(rawValue: String(words[2]))
    else { return nil }
    self.init(method, number, name)
  }

  var id: StageID { StageID("\(method.rawValue)_\(number)_\(name.rawValue)") }
}

extension StagePart {
  /// What is known of the stage.
  var stage: Stage {
    Stage(
      id, symbol, summary, numbers: isAmount ? .amount : .signed,
      marksMaskedCells: name == .scores || name == .exponentials,
      maskedBy: StagePart(method, number, .scores).id)
  }

  private var tiles: String { number == 1 ? "tile 1" : "tiles 1 to \(number)" }

  private var isAmount: Bool {
    switch name {
    case .exponentials, .sum, .rescale, .runningSum, .mergedSum: true
    default: false
    }
  }

  /// The papers' letters, but for the sum: they write ℓ, which stands for the scores here.
  private var symbol: Formula {
    let (letter, isMerged): (String, Bool) =
      switch name {
      case .key: ("K", false)
      case .value: ("V", false)
      case .scores: ("S", false)
      case .exponentials: ("P", false)
      case .max, .runningMaximum: ("m", false)
      case .sum, .runningSum: ("R", false)
      case .output, .accumulator: ("O", false)
      case .rescale: ("α", false)
      case .mergedMaximum: ("m", true)
      case .mergedSum: ("R", true)
      case .mergedOutput: ("O", true)
      }
    return .symbol(letter, index: isMerged ? "1:\(number)" : "\(number)")
  }

  private var summary: String {
    switch name {
    case .key: "The keys each worker holds in step \(number)."
    case .value: "The values each worker holds in step \(number)."
    case .scores:
      method == .tile
        ? "The scores of tile \(number): every query with this tile's keys only."
        : "The scores of step \(number): each worker's queries with the keys it holds now."
    case .exponentials:
      method == .tile
        ? "e to the power of each score of tile \(number), the running maximum taken off."
        : "e to the power of each score of step \(number), its own row maximum taken off."
    case .max: "The largest score of each row in step \(number)."
    case .sum: "The sum of each row of exponentials in step \(number)."
    case .output: "Each worker's answer from the keys of step \(number) alone."
    case .runningMaximum: "The largest score of each row in \(tiles)."
    case .rescale: "What the parts before shrink by, now that the maximum has risen."
    case .runningSum: "The sum of each row's exponentials over \(tiles)."
    case .accumulator: "The values mixed over \(tiles), not yet divided by the sum."
    case .mergedMaximum: "The largest score of each row in steps 1 to \(number)."
    case .mergedSum: "The sum of each row's exponentials over steps 1 to \(number)."
    case .mergedOutput: "Each worker's answer from the keys of steps 1 to \(number)."
    }
  }
}

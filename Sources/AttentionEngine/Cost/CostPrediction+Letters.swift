// SPDX-License-Identifier: MIT

extension CostPrediction {
  /// A letter of the formulas and what it stands for here.
  public struct Letter: Sendable {
    public let symbol: Formula
    public let number: Int
    public let meaning: String
  }

  /// The formula for the FLOPs of a stage; sizes that are the same here share a letter.
  public func formula(_ line: Line) -> Formula { line.operations.formula(symbols) }

  /// The letters that the formulas use, each once.
  public var letters: [Letter] {
    var seen: [Formula] = []
    var result: [Letter] = []
    let used = Set(lines.flatMap { $0.operations.terms.flatMap(\.sizes) })
    for size in CostSize.allCases where used.contains(size) || size == .queries || size == .keys {
      let parts = size == .pairs ? [CostSize.batch, .queries, .keys] : [size]
      for part in parts {
        guard let symbol = symbols(part).first, !seen.contains(symbol) else { continue }
        seen.append(symbol)
        result.append(
          Letter(symbol: symbol, number: number(part), meaning: meaning(part)))
      }
    }
    return result
  }

  private func number(_ part: CostSize) -> Int { size(part, pairs: 0) }

  private var isOneSequence: Bool { sizes.queries == sizes.newKeys && sizes.cacheLength == 0 }

  private func symbols(_ size: CostSize) -> [Formula] {
    switch size {
    case .batch: return sizes.batch == 1 ? [] : [.symbol("B")]
    case .queries: return [isOneSequence ? .symbol("n") : .symbol("n", index: "q")]
    case .keys: return [isOneSequence ? .symbol("n") : .symbol("n", index: "k")]
    case .newKeys:
      return sizes.cacheLength == 0
        ? symbols(.keys)
        : sizes.newKeys == sizes.queries ? symbols(.queries) : [.symbol("n", index: "new")]
    case .cache: return [.symbol("n", index: "c")]
    case .pairs: return symbols(.queries) + symbols(.keys) + symbols(.batch)
    case .model: return [.symbol("d")]
    case .memory:
      return sizes.memory == sizes.model ? [.symbol("d")] : [.symbol("d", index: "m")]
    case .memoryValue:
      return sizes.memoryValue == sizes.memory ? symbols(.memory) : [.symbol("d", index: "mv")]
    case .output:
      return sizes.outputWidth == sizes.model ? [.symbol("d")] : [.symbol("d", index: "o")]
    case .heads: return [.symbol("h")]
    case .keyValueHeads:
      return [sizes.keyValueHeads == sizes.heads ? .symbol("h") : .symbol("g")]
    case .keyDimension: return [.symbol("d", index: "k")]
    case .valueDimension: return [.symbol("d", index: "v")]
    case .turned: return [.symbol("d", index: "r")]
    case .rotaryTables: return [.symbol("t")]
    case .addedBiases: return [.symbol("b")]
    }
  }

  private func meaning(_ size: CostSize) -> String {
    switch size {
    case .batch: "items of the batch"
    case .queries: isOneSequence ? "positions" : "queries"
    case .keys: "keys"
    case .newKeys: "new keys"
    case .cache: "kept keys"
    case .pairs: "pairs"
    case .model: "width of the model"
    case .memory: "width of the memory"
    case .memoryValue: "width of the memory for values"
    case .output: "width of the output"
    case .heads: "heads"
    case .keyValueHeads: "key/value heads"
    case .keyDimension: "features of a key"
    case .valueDimension: "features of a value"
    case .turned: "features turned by position"
    case .rotaryTables: "numbers in the rotary tables"
    case .addedBiases: "numbers added to the scores"
    }
  }

  /// From how many positions on Q·Kᵀ and A·V cost more than the projections; `nil` without
  /// projections.
  ///
  /// 2·n²·h·(d_k + d_v) > 2·n·(d·h·d_k + d_m·g·d_k + d_m·g·d_v + h·d_v·d_o) is n > the fraction of
  /// the two brackets: 2·d where d_k = d_v = d/h and g = h.
  public var crossover: Double? {
    guard sizes.isProjected else { return nil }
    let (key, value) = (Double(sizes.keyDimension), Double(sizes.valueDimension))
    let (heads, shared) = (Double(sizes.heads), Double(sizes.keyValueHeads))
    let weights =
      Double(sizes.model) * heads * key + Double(sizes.memory) * shared * key
      + Double(sizes.memoryValue) * shared * value
      + heads * value * Double(sizes.outputWidth ?? 0)
    return weights / (heads * (key + value))
  }
}

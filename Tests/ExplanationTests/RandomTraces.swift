// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import TestSupport

/// Makes problems of every kind from a seed, with labels that mean harm and numbers that are none.
struct RandomTraces {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  private static let pieces = [
    "the", "internationalization", " ", "注意力", "机制", "한국어", "e\u{301}", "👩‍🔧", "🇿🇼", "❤️", "שלום",
    "\u{202e}", "\u{2066}", "\u{1b}[31m", "\u{1b}]0;owned\u{7}", "\u{9b}2J", "\n", "\t", "\r",
    "\u{200b}", "|", "`", "<b>", "\\", "√", "\u{a0}", "\u{2028}", "\u{301}\u{301}", "",
  ]

  mutating func number(in range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

  private mutating func isDrawn(oneIn count: Int) -> Bool { number(in: 1...count) == 1 }

  /// A problem whose sizes are all different primes.
  mutating func problem() -> Problem {
    let sizes = [2, 3, 5, 7, isDrawn(oneIn: 3) ? 17 : 11].shuffled(using: &generator)
    let (queries, keyDimension, valueDimension, model) = (sizes[0], sizes[1], sizes[2], sizes[3])
    let heads = [1, 1, 2, 3][number(in: 0...3)]
    var problem = Problem()
    problem.title = label()
    problem.precision = isDrawn(oneIn: 3) ? .float32 : .float64
    var keys = queries
    if isDrawn(oneIn: 2) {
      problem.input = numbers([queries, model])
      if isDrawn(oneIn: 2) {
        keys = sizes[4]
        problem.memory = numbers([keys, model])
      }
      problem.heads = heads
      problem.projections.query = numbers([model, heads * keyDimension])
      problem.projections.key = numbers([model, heads * keyDimension])
      problem.projections.value = numbers([model, heads * valueDimension])
      if isDrawn(oneIn: 2) { problem.projections.output = numbers([heads * valueDimension, 3]) }
      if isDrawn(oneIn: 2) { problem.biases.query = numbers([heads * keyDimension]) }
    } else {
      problem.query = numbers([heads, queries, keyDimension])
      problem.key = numbers([heads, keys, keyDimension])
      problem.value = numbers([heads, keys, valueDimension])
    }
    if isDrawn(oneIn: 3) { problem.softcap = 1.5 }
    problem.opensSoftmax = isDrawn(oneIn: 2)
    problem.emptyRows = isDrawn(oneIn: 2) ? .nan : .zero
    problem.mask = masks(queries, keys)
    if !isDrawn(oneIn: 4) {
      problem.queryLabels = (0..<queries).map { _ in label() }
      problem.keyLabels =
        keys == queries ? problem.queryLabels : (0..<keys).map { _ in label() }
    }
    return problem
  }

  private mutating func masks(_ queries: Int, _ keys: Int) -> [Problem.MaskEntry] {
    switch number(in: 0...4) {
    case 0: return []
    case 1: return [.causal(.lowerRight)]
    case 2: return [.window(left: 1, right: 1)]
    case 3: return [.causal(.offsets([0])), .keyLengths([max(1, keys - 1)])]
    default:
      let allowed = (0..<queries * keys).map { _ in Double(number(in: 0...1)) }
      let axes = [Axis("row", queries), Axis("column", keys)]
      return [.allow(AnyTensor(Tensor(axes: axes, scalars: allowed)))]
    }
  }

  private mutating func label() -> String {
    (0..<number(in: 0...3)).map { _ in Self.pieces[number(in: 0...Self.pieces.count - 1)] }.joined()
  }

  private mutating func numbers(_ shape: [Int]) -> AnyTensor {
    let names: [AxisName] = ["head", "row", "column"]
    let axes = zip(names.suffix(shape.count), shape).map { Axis($0, $1) }
    let unusual: [Double] = [.nan, .infinity, -.infinity, 0, 1e-9, -1e9, 1e30]
    let isUnusual = isDrawn(oneIn: 6)
    let magnitude = [1, 1, 1, 1e-5, 1e4][number(in: 0...4)]
    let values = (0..<axes.placeCount).map { _ -> Double in
      if isUnusual, isDrawn(oneIn: 9) { return unusual[number(in: 0...unusual.count - 1)] }
      return Double.random(in: -2...2, using: &generator) * magnitude
    }
    return AnyTensor(Tensor(axes: axes, scalars: values))
  }
}

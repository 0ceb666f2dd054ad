// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

extension Variant {
  /// Numbers beyond this make the softmax all or nothing.
  static let largestScore = 3.0
  package static let mostDraws = 260
  /// So many draws are passed over for want of a score of zero: only with one does it show that e⁰ was
  /// written 0.
  private static let drawsForZero = 200

  /// Draws a variant.
  ///
  /// Numbers are drawn until every mistake that can differ does, at the precision asked for; where no
  /// draw separates them all, the best one is taken, and what it leaves open is listed.
  ///
  /// - Parameters:
  ///   - problem: What stays the same: sizes, mask, scale, heads.
  ///   - seed: The same seed gives the same numbers.
  ///   - decimals: The precision at which mistakes must differ.
  /// - Throws: `VariantError` when the problem gives nothing to draw, or cannot be computed.
  public init(of problem: Problem, seed: UInt64, decimals: Int) throws(VariantError) {
    guard problem.input != nil || problem.query != nil else {
      throw VariantError(
        description: "this problem gives no input, query, key or value, so there is nothing to draw"
      )
    }
    var numbers = SeededNumbers(seed: seed)
    let coincidences = Coincidences(of: try Self.trace(problem, decimals: decimals))
    let always = try Self.alwaysOpen(problem, coincidences, decimals: decimals)
    var best: (problem: Problem, open: [Inseparable])?
    var draws = 0
    while draws < Self.mostDraws {
      let drawn = Self.varied(problem, &numbers, Self.palette(draws))
      draws += 1
      let trace = try Self.trace(drawn, decimals: decimals)
      guard Self.isCalm(trace), draws > Self.drawsForZero || Self.hasZero(trace) else { continue }
      let most = best?.open.count ?? .max
      let open = coincidences.found(in: trace, apart: unit(decimals), fewerThan: most)
      guard open.count < most else { continue }
      best = (drawn, open)
      if always.isSuperset(of: open) { break }
    }
    guard let best else {
      throw VariantError(
        description: "none of \(Self.mostDraws) draws keeps the scores below \(Self.largestScore); "
          + "a smaller scale or fewer features would")
    }
    self.problem = best.problem
    inseparable = best.open
    leftOpen = best.open.filter { !always.contains($0) }
    self.draws = draws
  }

  /// What no numbers tell apart: what coincides for numbers that are not pleasant at all, and for whole
  /// numbers as well, among which there are zeros, and so scores of zero.
  private static func alwaysOpen(
    _ problem: Problem, _ coincidences: Coincidences, decimals: Int
  ) throws(VariantError) -> Set<Inseparable> {
    var numbers = SeededNumbers(seed: 0)
    var always: Set<Inseparable>?
    for palettes in [genericPalettes] + Array(repeating: Self.palettes[0], count: 8) {
      let drawn = varied(problem, &numbers, palettes)
      let open = Set(coincidences.found(in: try trace(drawn, decimals: decimals), apart: 1e-6))
      always = always?.intersection(open) ?? open
    }
    return always ?? []
  }

  /// Palettes for inputs, weight matrices, and operands that are given as they are.
  private static let palettes: [[SeededNumbers.Palette]] = [
    [.init(most: 2, parts: 1), .init(most: 1, parts: 1), .init(most: 2, parts: 1)],
    [.init(most: 2, parts: 1), .init(most: 2, parts: 2), .init(most: 3, parts: 2)],
    [.init(most: 2, parts: 1), .init(most: 5, parts: 10), .init(most: 15, parts: 10)],
    [.init(most: 1, parts: 1), .init(most: 9, parts: 10), .init(most: 12, parts: 10)],
    [.init(most: 4, parts: 2), .init(most: 4, parts: 10), .init(most: 9, parts: 10)],
  ]
  /// Small halves and whole numbers: many scores of zero, none of them large.
  private static let smallPalettes: [[SeededNumbers.Palette]] = [
    [.init(most: 1, parts: 1), .init(most: 1, parts: 2), .init(most: 1, parts: 1)],
    [.init(most: 2, parts: 1), .init(most: 1, parts: 2), .init(most: 2, parts: 2)],
  ]

  /// What a draw takes its numbers from.
  private static func palette(_ draw: Int) -> [SeededNumbers.Palette] {
    let all = draw < drawsForZero / 2 ? palettes : smallPalettes
    return all[draw % all.count]
  }

  private static let genericPalettes: [SeededNumbers.Palette] = [
    .init(most: 12_345, parts: 10_007), .init(most: 9_871, parts: 10_009),
    .init(most: 13_577, parts: 10_037),
  ]

  /// Draws until no row or column is empty or stands twice in a matrix, if sizes allow that.
  private static func varied(
    _ problem: Problem, _ numbers: inout SeededNumbers, _ palettes: [SeededNumbers.Palette]
  ) -> Problem {
    var drawn = problem.redrawn(&numbers, palettes)
    for _ in 0..<30 where !drawn.isVaried { drawn = problem.redrawn(&numbers, palettes) }
    return drawn
  }

  private static func trace(_ problem: Problem, decimals: Int) throws(VariantError) -> Trace {
    do throws(ProblemError) {
      return try WorksheetPlan.trace(problem, decimals: decimals)
    } catch { throw VariantError(description: "\(error)") }
  }

  /// Whether the scores are small enough, and not all alike.
  private static func isCalm(_ trace: Trace) -> Bool {
    let scores = (trace[.maskedScores]?.doubles ?? []).filter(\.isFinite)
    guard let low = scores.min(), let high = scores.max() else { return true }
    return high <= largestScore && low >= -largestScore && high - low > 0.5
  }

  /// Whether a score that is not hidden is zero.
  private static func hasZero(_ trace: Trace) -> Bool {
    (trace[.maskedScores]?.doubles ?? []).contains { abs($0) < 1e-9 }
  }
}

extension Problem {
  /// Whether every given matrix has different rows and columns, and none of zeros.
  fileprivate var isVaried: Bool {
    [
      input, memory, memoryValue, projections.query, projections.key, projections.value,
      projections.output, query, key, value,
    ].allSatisfy { $0.map(Self.isVaried) ?? true }
  }

  private static func isVaried(_ tensor: AnyTensor) -> Bool {
    guard tensor.shape.count >= 2, let columns = tensor.shape.last, columns > 0 else { return true }
    let rows = tensor.shape[tensor.shape.count - 2]
    let numbers = tensor.doubles
    let matrix = rows * columns
    return stride(from: 0, to: numbers.count, by: max(1, matrix)).allSatisfy { start in
      linesDiffer(numbers, start, count: rows, step: columns, length: columns, stride: 1)
        && linesDiffer(numbers, start, count: columns, step: 1, length: rows, stride: columns)
    }
  }

  /// Whether no line is one of zeros, and no two are the same.
  ///
  /// A line of one number says nothing by itself; there are only so many to draw.
  private static func linesDiffer(
    _ numbers: [Double], _ start: Int, count: Int, step: Int, length: Int, stride: Int
  ) -> Bool {
    guard length > 1 else { return true }
    for line in 0..<count {
      let first = start + line * step
      if (0..<length).allSatisfy({ numbers[first + $0 * stride] == 0 }) { return false }
      for other in 0..<line {
        let second = start + other * step
        if (0..<length).allSatisfy({
          numbers[first + $0 * stride] == numbers[second + $0 * stride]
        }) {
          return false
        }
      }
    }
    return true
  }

  /// The problem with every given array drawn again.
  fileprivate func redrawn(
    _ numbers: inout SeededNumbers, _ palettes: [SeededNumbers.Palette]
  ) -> Problem {
    var result = self
    func draw(_ path: WritableKeyPath<Problem, AnyTensor?>, _ palette: SeededNumbers.Palette) {
      if let tensor = self[keyPath: path] {
        result[keyPath: path] = numbers.redraw(tensor, palette)
      }
    }
    for path in [\Problem.input, \.memory, \.memoryValue] { draw(path, palettes[0]) }
    for path in [
      \Problem.projections.query, \.projections.key, \.projections.value, \.projections.output,
      \.biases.query, \.biases.key, \.biases.value, \.biases.output,
    ] {
      draw(path, palettes[1])
    }
    for path in [\Problem.query, \.key, \.value, \.cacheKey, \.cacheValue] {
      draw(path, palettes[2])
    }
    return result
  }
}

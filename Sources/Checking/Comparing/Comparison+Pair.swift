// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

extension Comparison {
  /// Holds two dumps against each other, without a problem.
  ///
  /// The order of stages is that of the computation; arrays that are no stage follow in the order of
  /// the first dump. Without the computation the length of the sums is not known: the longest axis
  /// among the arrays stands for it, and the largest number of a row for the size of their terms.
  ///
  /// - Parameters:
  ///   - left: The arrays under test.
  ///   - right: What they should be.
  /// - Throws: `ComparisonError.nothingKnown` when no array stands in both.
  public init(of left: [DumpedArray], with right: [DumpedArray]) throws(ComparisonError) {
    let others = Dictionary(right.map { (Self.key($0.name), $0) }) { first, _ in first }
    let shared = left.filter { others[Self.key($0.name)] != nil }
      .enumerated().sorted { a, b in
        let (one, other) = (Self.rank(a.element.name), Self.rank(b.element.name))
        return (one.layer, one.order, a.offset) < (other.layer, other.order, b.offset)
      }.map(\.element)
    guard !shared.isEmpty else { throw .nothingShared(left.map(\.name), right.map(\.name)) }
    let pairs = shared.compactMap { array in others[Self.key(array.name)].map { (array, $0) } }
    let type = pairs.flatMap { [$0.0.type, $0.1.type] }.max() ?? .float64
    let longest = pairs.flatMap { $0.0.tensor.shape }.max() ?? 1
    let judge = PairJudge(type: type, terms: longest)
    let own = Set(left.map { Self.key($0.name) })
    let lonely = (left + right).filter {
      others[Self.key($0.name)] == nil || !own.contains(Self.key($0.name))
    }
    self.init(
      stages: pairs.map { judge.judge($0.0, $0.1) }, unknown: lonely.map(\.name), type: type)
  }

  private static func key(_ name: String) -> String {
    guard let read = DumpedName(name) else { return name }
    return read.layer.map { "\(read.stage) \($0)" } ?? read.stage.rawValue
  }

  private static func rank(_ name: String) -> (layer: Int, order: Int) {
    guard let read = DumpedName(name) else { return (.max, 0) }
    let base = read.stage.differentiated ?? read.stage
    let order = Stage.all.firstIndex { $0.id == base } ?? Stage.all.count
    // Gradients come after everything else, from the last stage back.
    return (read.layer ?? 0, read.stage == base ? order : 2 * Stage.all.count - order)
  }
}

/// Judges one array against another.
private struct PairJudge {
  let type: NumberType
  let terms: Int

  func judge(_ left: DumpedArray, _ right: DumpedArray) -> ComparedStage {
    let name = DumpedName(left.name)
    let other = DumpedName(right.name)
    let (found, wanted) = (turned(left, name), turned(right, other))
    let stage = name?.stage ?? StageID(left.name)
    guard let found = Alignment.laid(found, over: wanted.axes) else {
      return ComparedStage(
        stage: stage, name: left.name, verdict: .wrong, axes: wanted.axes, largestError: .nan,
        tolerance: 0, worstCell: [], wrongCells: [], wrongCount: found.count, mistakes: [],
        pattern: nil, cause: nil, typedShape: found.shape, found: nil, expected: nil)
    }
    let expected = RoundedTensor(value: wanted, error: errors(wanted))
    let fit = CellFit(rounding: type.rounding)
    let outcome = Outcome(found, expected, expected, fit)
    let wrong = outcome.wrong.indices.filter { outcome.wrong[$0] }
    return ComparedStage(
      stage: stage, name: left.name, verdict: wrong.isEmpty ? .right : .wrong, axes: wanted.axes,
      largestError: outcome.worst.difference.error,
      tolerance: outcome.worst.difference.tolerance,
      worstCell: wanted.count == 0 ? [] : cell(at: outcome.worst.index, wanted.axes),
      wrongCells: wrong.prefix(ComparedStage.mostCells).map { cell(at: $0, wanted.axes) },
      wrongCount: wrong.count, mistakes: [],
      pattern: wrong.isEmpty
        ? nil
        : DifferencePattern(
          found: found, expected: expected, wrong: outcome.wrong, masked: nil, fit: fit),
      cause: nil, typedShape: nil, found: found, expected: wanted)
  }

  /// Both in the contract's order of axes, with its names where the stage is known.
  private func turned(_ array: DumpedArray, _ name: DumpedName?) -> Tensor<Double> {
    var tensor = array.tensor.converted(to: Double.self)
    let last = tensor.axes.count - 1
    if name?.isPositionFirst == true, last >= 2 { tensor = tensor.exchanging(last - 2, last - 1) }
    guard let names = name.flatMap({ Self.axes(of: $0.stage, count: tensor.axes.count) }) else {
      return tensor
    }
    return tensor.relabelled(zip(names, tensor.shape).map { Axis($0, $1) })
  }

  private static func axes(of stage: StageID, count: Int) -> [AxisName]? {
    let all: [AxisName]
    switch stage.differentiated ?? stage {
    case .query, .key, .rotatedQuery, .rotatedKey: all = [.batch, .head, .position, .keyDimension]
    case .value: all = [.batch, .head, .position, .valueDimension]
    case .headOutput: all = [.batch, .head, .query, .valueDimension]
    case .rawScores, .scaledScores, .cappedScores, .maskedScores, .exponentials, .weights:
      all = [.batch, .head, .query, .key]
    case .rowMaximum, .rowSums: all = [.batch, .head, .query, .one]
    default: return nil
    }
    return count <= all.count && count > 0 ? Array(all.suffix(count)) : nil
  }

  /// Two computations, each off by one rounding a term and a few for the functions.
  private func errors(_ wanted: Tensor<Double>) -> Tensor<Double> {
    let relative = 2 * type.rounding.unit * Double(terms + 16)
    return wanted.mapRows { row in
      var largest = 0.0
      for number in row where number.isFinite { largest = max(largest, abs(number)) }
      for index in row.indices { row[index] = row[index].isFinite ? relative * largest : 0 }
    }
  }
}

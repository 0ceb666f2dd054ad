// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// Shows the lesson's own sequence in another order, and whether the output only moves along.
struct OrderBlindness: Experiment {
  let name = "order-blindness"
  let summary = "Permutes the input and compares the output with the permuted output."
  let settings: [ExperimentSetting] = [
    .list(
      "order", [], 0...255, counts: 2...256, isWhole: true,
      "which row comes first, second, …, counted from 0; turned round when not given")
  ]

  func blocks(_ settings: ExperimentSettings, problem: () throws -> Problem) throws -> [Block] {
    let given = try problem()
    guard let input = given.input, input.axes.count == 2, given.memory == nil else {
      throw ExperimentError(
        description: "order-blindness needs a problem with an input of rows and columns, no memory")
    }
    let count = input.axes[0].size
    let wanted = settings.list("order").map { Int($0) }
    let order = wanted.isEmpty ? Array((0..<count).reversed()) : wanted
    guard order.sorted() == Array(0..<count) else {
      throw ExperimentError(
        description: "--order names each of the \(count) positions once, from 0 to \(count - 1); "
          + "found \(order.map(String.init).joined(separator: ","))")
    }
    let (first, second) = (try trace(given), try trace(Self.permuted(given, input, order)))
    guard
      let stage = [StageID.output, .mergedHeads, .headOutput].first(where: { first[$0] != nil }),
      let before = StageSection(first).views(stage).first,
      let after = StageSection(second).views(stage).first
    else { throw ExperimentError(description: "this problem has no output to compare") }
    let columns = before.columnCount
    let moved = order.flatMap { row in (0..<columns).map { before[row, $0] } }
    let largest = zip(moved, after.values).map { ($0 - $1).magnitude }.max() ?? 0
    let tolerance = Self.tolerance(first, columns: input.axes[1].size)
    var (left, right) = (before, after)
    left.title = Mathematics("\(stage), in the order given")
    right.title = Mathematics("\(stage), in the new order")
    return [
      .paragraph(Text("The input in the new order: \(Self.words(given, order)).")),
      .matrix(left), .matrix(right), .checks([verdict(stage, largest, tolerance)]),
    ]
  }

  private func verdict(_ stage: StageID, _ largest: Double, _ tolerance: Double) -> Check {
    let number =
      largest == 0 ? "0" : NumberFormat(decimals: 1, notation: .scientific).string(largest)
    return largest <= tolerance
      ? Check(
        .passed,
        Text(
          "Each row of \(stage) moved with its word and kept its numbers: the largest difference is "
            + "\(number), which is rounding."))
      : Check(
        .note,
        Text(
          "The rows of \(stage) did not keep their numbers: the largest difference is \(number). "
            + "Something here sees the order."))
  }

  /// Sums of n products in another order differ by rounding: a few units of the last place a sum.
  private static func tolerance(_ trace: Trace, columns: Int) -> Double {
    let unit = trace.precision == .float32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
    let size =
      trace.stages.flatMap { trace[$0]?.doubles ?? [] }
      .filter(\.isFinite).map(\.magnitude).max() ?? 1
    return 8 * Double(columns + 8) * unit * max(1, size)
  }

  private static func permuted(_ given: Problem, _ input: AnyTensor, _ order: [Int]) -> Problem {
    var result = given
    let width = input.axes[1].size
    let numbers = input.doubles
    let moved = order.flatMap { row in numbers[(row * width)..<((row + 1) * width)] }
    result.input = .float64(Tensor(axes: input.axes.map { Axis($0.name, $0.size) }, scalars: moved))
    result.queryLabels = given.queryLabels.map { labels in order.map { labels[$0] } }
    result.keyLabels = given.keyLabels.map { labels in order.map { labels[$0] } }
    return result
  }

  private func trace(_ problem: Problem) throws -> Trace {
    do { return try Attention.trace(problem) } catch {
      throw ExperimentError(description: "\(error)")
    }
  }

  private static func words(_ given: Problem, _ order: [Int]) -> String {
    order.map { place in given.queryLabels.map { printableLabel($0[place]) } ?? "\(place)" }
      .joined(separator: ", ")
  }
}

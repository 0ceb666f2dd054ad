// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// A part or an overview of a stage, computed without the whole of it.
public struct StageExcerpt {
  /// What is taken from each matrix of a stage.
  public enum Choice: Sendable, Equatable {
    /// Some rows and columns; `nil` takes all of them.
    case part(rows: Range<Int>?, columns: Range<Int>?)
    /// At most this many blocks either way, each reduced to one number.
    case blocks(Int, BlockStatistic)
    /// The largest number of each row.
    case rowMaxima
  }

  let trace: Trace
  let choice: Choice
  let decimals: Int?
  let head: Int?

  public init(_ trace: Trace, _ choice: Choice, decimals: Int? = nil, head: Int? = nil) {
    self.trace = trace
    self.choice = choice
    self.decimals = decimals
    self.head = head
  }

  /// Why a choice does not fit a stage; `nil` when it does.
  public func problem(with id: StageID) -> String? {
    guard let axes = trace.record(id)?.axes, axes.count >= 2 else {
      return "\(id) is no matrix, so it has no parts"
    }
    guard case .part(let rows, let columns) = choice else { return nil }
    for (range, axis) in [(rows, axes[axes.count - 2]), (columns, axes[axes.count - 1])] {
      guard let range, range.upperBound > axis.size else { continue }
      return "\(id) has \(axis.size) places on its \(axis.name) axis, counted from 0, so "
        + "\(range.upperBound - 1) is outside"
    }
    let count =
      (rows?.count ?? axes[axes.count - 2].size) * (columns?.count ?? axes[axes.count - 1].size)
    guard count > Self.mostShown else { return nil }
    return
      "\(count) cells of \(id) are too many for one page; at most \(Self.mostShown) are shown. "
      + "Take fewer rows or columns, or blocks"
  }

  /// A page of a million cells is longer than anybody reads.
  private static var mostShown: Int { 1 << 20 }

  /// The blocks for a stage that `problem(with:)` has no objection to.
  ///
  /// - Parameters:
  ///   - id: The stage.
  ///   - progress: Told the share that is done, from 0 to 1, by any thread.
  /// - Returns: What the stage is, its formula, and one matrix for each place of its leading axes.
  public func blocks(
    _ id: StageID, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) -> [Block] {
    guard let place = trace.place(of: id), let tensor = trace[id], tensor.axes.count >= 2 else {
      return []
    }
    let stage = Stage.named(id)
    var result: [Block] = [
      .heading(level: 2, Text(id.rawValue)),
      .paragraph(Text(stage.summary + " ") + Text.dim(tensor.axes.inWords)),
    ]
    if let formula = trace.formula(at: place) {
      result.append(.formula(.definition(Mathematics(stage.symbol), Mathematics(formula))))
    }
    let leading = Array(tensor.axes.dropLast(2))
    let items = (0..<leading.placeCount).filter { item in
      head == nil
        || index(of: item, leading).enumerated().allSatisfy { axis, place in
          leading[axis].name != .head || place == head
        }
    }
    for (number, item) in items.enumerated() {
      let part: @Sendable (Double) -> Void = {
        progress((Double(number) + $0) / Double(items.count))
      }
      result.append(.matrix(view(tensor, item, leading, stage, part)))
    }
    return result
  }

  private func view(
    _ tensor: AnyTensor, _ item: Int, _ leading: [Axis], _ stage: Stage,
    _ progress: @escaping @Sendable (Double) -> Void
  ) -> MatrixView {
    let (rowAxis, columnAxis) = (tensor.axes[leading.count], tensor.axes[leading.count + 1])
    let places = zip(leading, index(of: item, leading)).filter { $0.0.size > 1 }
      .map { "\($0.name) \($1)" }
    let numbers: [Double]
    let rows: [Range<Int>]
    let columns: [Range<Int>]
    let caption: String
    switch choice {
    case .part(let rowRange, let columnRange):
      let (taken, across) = (rowRange ?? 0..<rowAxis.size, columnRange ?? 0..<columnAxis.size)
      numbers = tensor.part(item: item, rows: taken, columns: across)
      rows = taken.map { $0..<($0 + 1) }
      columns = across.map { $0..<($0 + 1) }
      caption = "\(rowAxis.name) \(inWords(taken)), \(columnAxis.name) \(inWords(across))"
    case .blocks(let most, let statistic):
      (rows, columns) = (Self.shares(rowAxis.size, most), Self.shares(columnAxis.size, most))
      numbers = tensor.blocks(
        item: item, rowBlocks: rows.count, columnBlocks: columns.count, statistic: statistic,
        progress: progress)
      caption =
        "\(statistic == .mean ? "mean" : "largest") of each block of "
        + "\(sizes(rows)) × \(sizes(columns)) cells, −∞ left out"
    case .rowMaxima:
      rows = (0..<rowAxis.size).map { $0..<($0 + 1) }
      columns = [0..<columnAxis.size]
      numbers = tensor.blocks(
        item: item, rowBlocks: rows.count, columnBlocks: 1, statistic: .max, progress: progress)
      caption = "the largest number of each row"
    }
    return MatrixView(
      rowCount: rows.count, columnCount: columns.count, values: numbers,
      kind: stage.numbers == .signed ? .signed : .raw,
      blocked: numbers.contains(-.infinity) ? numbers.map { $0 == -.infinity } : [],
      rowLabels: labels(rows, rowAxis), columnLabels: labels(columns, columnAxis),
      rowAxis: rowAxis.name.rawValue, columnAxis: columnAxis.name.rawValue,
      title: Mathematics((places + [caption]).joined(separator: "; ")), decimals: decimals,
      legend: .always)
  }

  private func labels(_ ranges: [Range<Int>], _ axis: Axis) -> [String] {
    ranges.map { range in
      range.count == 1 ? axis.labels?[range.lowerBound] ?? "\(range.lowerBound)" : inWords(range)
    }
  }

  private func inWords(_ range: Range<Int>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound - 1)"
  }

  /// How large the blocks are, as one number where all are equal.
  private func sizes(_ ranges: [Range<Int>]) -> String {
    let (least, most) = (ranges.map(\.count).min() ?? 0, ranges.map(\.count).max() ?? 0)
    return least == most ? "\(most)" : "\(least) or \(most)"
  }

  private static func shares(_ size: Int, _ most: Int) -> [Range<Int>] {
    let count = max(1, min(size, most))
    return (0..<count).map { ($0 * size / count)..<(($0 + 1) * size / count) }
  }

  private func index(of item: Int, _ leading: [Axis]) -> [Int] {
    var rest = item
    return leading.reversed().map { axis in
      defer { rest /= axis.size }
      return rest % axis.size
    }.reversed()
  }
}

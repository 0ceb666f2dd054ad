// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// Cuts a stage into the matrices that are shown: one for each place of its leading axes.
public struct MatrixViews {
  let trace: Trace
  /// What is known of the stage.
  public let stage: Stage
  let tensor: AnyTensor
  let decimals: Int?
  let cellNotes: CellNotes?

  /// Takes a stage of a trace.
  ///
  /// - Returns: `nil` when the trace has no numbers for it.
  public init?(
    _ trace: Trace, _ id: StageID, decimals: Int? = nil, cellNotes: CellNotes? = nil
  ) {
    guard let tensor = trace[id] else { return nil }
    self.cellNotes = cellNotes
    self.trace = trace
    self.tensor = tensor
    self.decimals = decimals
    stage = Stage.named(id)
  }

  /// The axes before the last two.
  public var leading: [Axis] { Array(tensor.axes.dropLast(2)) }

  /// One view a matrix.
  ///
  /// - Parameter head: Only this head, where the stage has heads.
  /// - Returns: The views in row-major order of the leading axes, with one colour scale.
  public func views(head: Int? = nil) -> [MatrixView] {
    let headAxis = leading.firstIndex { $0.name == .head }
    return views(
      (0..<leading.placeCount).filter { place in
        guard let head, let headAxis else { return true }
        return cell(of: place)[headAxis] == head
      })
  }

  /// The view of one matrix, in the colours of all.
  ///
  /// - Parameter place: Its place in row-major order of the leading axes.
  /// - Returns: The view; `nil` when there is no such matrix.
  public func view(at place: Int) -> MatrixView? {
    (0..<leading.placeCount).contains(place) ? views([place]).first : nil
  }

  private func views(_ places: [Int]) -> [MatrixView] {
    let rowAxis = tensor.axes.count > 1 ? tensor.axes[tensor.axes.count - 2] : Axis(.one, 1)
    guard let columnAxis = tensor.axes.last else { return [] }
    let cells = rowAxis.size * columnAxis.size
    let numbers = tensor.doubles
    let masked = maskedCells(count: numbers.count)
    let scale = sharedScale(numbers, masked)
    return places.map { place in
      let index = cell(of: place)
      let range = (place * cells)..<((place + 1) * cells)
      var view = MatrixView(
        rowCount: rowAxis.size, columnCount: columnAxis.size, values: Array(numbers[range]),
        kind: kind, blocked: masked.isEmpty ? [] : Array(masked[range]),
        rowLabels: rowAxis.labels, columnLabels: columnAxis.labels,
        rowAxis: rowAxis.name == .one ? "" : rowAxis.name.rawValue,
        columnAxis: columnAxis.name.rawValue, title: title(index), decimals: decimals, scale: scale,
        legend: max(rowAxis.size, columnAxis.size) > 3 ? .always : .automatic)
      view.cellNotes = notes(place: index, rows: rowAxis.size, columns: columnAxis.size)
      return view
    }
  }

  /// How each cell came to be; `nil` when the page says nothing about cells.
  private func notes(place: [Int], rows: Int, columns: Int) -> [String]? {
    guard let cellNotes, cellNotes.areShown else { return nil }
    return (0..<rows * columns).map { cell in
      let inner = tensor.axes.count > 1 ? [cell / columns, cell % columns] : [cell]
      return cellNotes.note(CellAddress(stage.id, place + inner)) ?? ""
    }
  }

  private var kind: MatrixView.Kind {
    switch stage.numbers {
    case .probability: .probability
    case .amount: .raw
    case .signed: .signed
    }
  }

  private func maskedCells(count: Int) -> [Bool] {
    guard stage.marksMaskedCells, let scores = trace[.maskedScores], scores.count == count else {
      return []
    }
    let hidden = scores.doubles.map { $0 == -.infinity }
    return hidden.contains(true) ? hidden : []
  }

  /// One scale for all heads, so that colours can be compared; `nil` leaves it to a single matrix.
  private func sharedScale(_ numbers: [Double], _ masked: [Bool]) -> ScaleLimits? {
    guard leading.placeCount > 1 else { return nil }
    let seen = numbers.indices.lazy.filter {
      numbers[$0].isFinite && (masked.isEmpty || !masked[$0])
    }
    let largest = seen.map { abs(numbers[$0]) }.max() ?? 0
    guard largest > 0 else { return nil }
    let upper = roundedUp(largest)
    let isSigned = stage.numbers == .signed
    return ScaleLimits(lower: isSigned ? -upper : 0, upper: upper)
  }

  /// The next of 1, 2, 2.5, 5 times a power of ten.
  private func roundedUp(_ number: Double) -> Double {
    var power = 1.0
    while power > number { power /= 10 }
    while power * 10 <= number { power *= 10 }
    return [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= number } ?? number
  }

  private func cell(of place: Int) -> [Int] {
    var rest = place
    return leading.reversed().map { axis in
      defer { rest /= axis.size }
      return rest % axis.size
    }.reversed()
  }

  private func title(_ index: [Int]) -> Mathematics? {
    guard leading.placeCount > 1 else { return nil }
    let words = zip(leading, index).filter { $0.0.size > 1 }
      .map { "\($0.name == .batch ? "item" : $0.name.rawValue) \($1)" }
    return Mathematics(words.joined(separator: ", "))
  }
}

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
  let isExact: Bool
  let cellNotes: CellNotes?

  /// Takes a stage of a trace.
  ///
  /// - Returns: `nil` when the trace has no numbers for it.
  public init?(
    _ trace: Trace, _ id: StageID, decimals: Int? = nil, isExact: Bool = false,
    cellNotes: CellNotes? = nil
  ) {
    guard let tensor = trace[id] else { return nil }
    self.cellNotes = cellNotes
    self.trace = trace
    self.tensor = tensor
    self.decimals = decimals
    self.isExact = isExact
    stage = Stage.named(id)
  }

  /// The axes before the last two.
  public var leading: [Axis] { Array(tensor.axes.dropLast(2)) }

  /// One view a matrix.
  ///
  /// - Parameter head: Only this head, where the stage has heads.
  /// - Returns: The views in row-major order of the leading axes, with one colour scale.
  public func views(head: Int? = nil) -> [MatrixView] {
    let rowAxis = tensor.axes.count > 1 ? tensor.axes[tensor.axes.count - 2] : Axis(.one, 1)
    guard let columnAxis = tensor.axes.last else { return [] }
    let cells = rowAxis.size * columnAxis.size
    let numbers = tensor.doubles
    let masked = maskedCells(count: numbers.count)
    let headAxis = leading.firstIndex { $0.name == .head }
    var views = (0..<leading.placeCount).map { place in
      let index = cell(of: place)
      let range = (place * cells)..<((place + 1) * cells)
      var view = MatrixView(
        rowCount: rowAxis.size, columnCount: columnAxis.size, values: Array(numbers[range]),
        kind: kind, blocked: masked.isEmpty ? [] : Array(masked[range]),
        rowLabels: rowAxis.labels, columnLabels: columnAxis.labels,
        rowAxis: rowAxis.name == .one ? "" : rowAxis.name.rawValue,
        columnAxis: columnAxis.name.rawValue, title: title(index), decimals: decimals,
        legend: max(rowAxis.size, columnAxis.size) > 3 ? .always : .automatic)
      view.exactForm = isExact ? (tensor.precision == .float32 ? .float32 : .float64) : nil
      return view
    }
    if views.count > 1 {
      // One scale for all, also when only one is shown, so that colours can be compared.
      let scale = ScaleLimits.shared(by: views)
      for place in views.indices { views[place].scale = scale }
    }
    return views.indices.compactMap { place in
      let index = cell(of: place)
      if let head, let headAxis, index[headAxis] != head { return nil }
      views[place].cellNotes = notes(place: index, rows: rowAxis.size, columns: columnAxis.size)
      return views[place]
    }
  }

  /// The view of one matrix, in the colours of all.
  ///
  /// - Parameter place: Its place in row-major order of the leading axes.
  /// - Returns: The view; `nil` when there is no such matrix.
  public func view(at place: Int) -> MatrixView? {
    let all = views()
    return all.indices.contains(place) ? all[place] : nil
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
    guard stage.marksMaskedCells, let scores = trace[stage.maskedBy], scores.count == count else {
      return []
    }
    let hidden = scores.doubles.map { $0 == -.infinity }
    return hidden.contains(true) ? hidden : []
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

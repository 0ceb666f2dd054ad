// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// What a sheet holds for one step, before it is laid over the stage it answers.
public struct TypedStep: Sendable, Equatable {
  public let stage: StageID
  /// Sizes as they were typed, outermost first.
  public let shape: [Int]
  /// The cells, row-major.
  ///
  /// A blank cell is `nil`; there are none where nothing was typed at all.
  public let cells: [TypedNumber?]
  /// The line the step begins on; `nil` when it comes from no file.
  public let line: Int?

  public init(stage: StageID, shape: [Int], cells: [TypedNumber?], line: Int? = nil) {
    self.stage = stage
    self.shape = shape
    self.cells = cells
    self.line = line
  }

  /// Whether there is nothing to judge.
  var isBlank: Bool { cells.allSatisfy { $0 == nil } }

  /// The cells in the order of a stage, or `nil` when the shapes differ.
  ///
  /// Heads and batch items may be stacked with one blank line between them or two, and a column of one number a row may be
  /// written as a row.
  ///
  /// - Parameters:
  ///   - axes: The axes of the stage.
  ///   - transposed: Whether rows and columns are exchanged, as in the column convention.
  /// - Returns: One entry a cell of the stage, row-major.
  func cells(over axes: [Axis], transposed: Bool = false) -> [TypedNumber?]? {
    let wanted = axes.map(\.size)
    if transposed, wanted.count >= 2 {
      var turned = wanted
      turned.swapAt(wanted.count - 2, wanted.count - 1)
      guard Self.squeezed(shape) == Self.squeezed(turned) else { return nil }
      let (rows, columns) = (wanted[wanted.count - 2], wanted[wanted.count - 1])
      return cells.indices.map { index in
        let (matrix, place) = (index / (rows * columns), index % (rows * columns))
        return cells[matrix * rows * columns + (place % columns) * rows + place / columns]
      }
    }
    if Self.squeezed(shape) == Self.squeezed(wanted) { return cells }
    if wanted.last == 1, cells.count == axes.placeCount {
      let bare = Array(wanted.dropLast())
      if Self.squeezed(shape) == Self.squeezed([1] + bare) { return cells }
    }
    return nil
  }

  /// The matrices counted together, whatever axes they are stacked along, and their two sizes.
  private static func squeezed(_ shape: [Int]) -> [Int] {
    [shape.dropLast(2).reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }]
      + shape.suffix(2)
  }
}

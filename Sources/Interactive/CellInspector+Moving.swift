// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

// MARK: - Along

extension CellInspector {
  mutating func move(_ action: InspectorAction) {
    let axes = shape.count
    var cell = address.cell
    func step(_ axis: Int, _ distance: Int) {
      guard axis >= 0 else { return }
      cell[axis] = max(0, min(shape[axis] - 1, cell[axis] + distance))
    }
    switch action {
    case .move(let rows, let columns):
      step(axes - 2, rows)
      step(axes - 1, columns)
    case .rowStart: step(axes - 1, -shape[axes - 1])
    case .rowEnd: step(axes - 1, shape[axes - 1])
    case .columnStart: if axes > 1 { step(axes - 2, -shape[axes - 2]) }
    case .columnEnd: if axes > 1 { step(axes - 2, shape[axes - 2]) }
    default: return
    }
    go(to: CellAddress(address.stage, cell))
  }

  /// Selects the cell that the mouse points at.
  mutating func select(line: Int, column: Int) {
    guard !showsHeads, let shown,
      let place = shown.picture.cell(line: line - shown.firstLine, column: column)
    else { return }
    var cell = address.cell
    cell[cell.count - 1] = place.column
    if cell.count > 1 { cell[cell.count - 2] = place.row }
    go(to: CellAddress(address.stage, cell))
  }

  mutating func changeStage(by distance: Int) {
    guard let place = stages.firstIndex(of: address.stage) else { return }
    let next = stages[(place + distance + stages.count) % stages.count]
    let sizes = trace[next]?.shape ?? []
    // Axes are matched from the right, so that one stays in the row and column one was in.
    let from = Array(address.cell.reversed())
    let cell = sizes.reversed().enumerated().map { index, size in
      index < from.count ? min(from[index], size - 1) : 0
    }
    go(to: CellAddress(next, cell.reversed()))
  }

  mutating func changeMatrix(by distance: Int) {
    let leading = shape.dropLast(2)
    let count = leading.reduce(1, *)
    guard count > 1 else {
      screen.message = "\(address.stage) has one matrix only"
      return
    }
    var place = (matrixPlace + distance + count) % count
    var cell = address.cell
    for axis in leading.indices.reversed() {
      cell[axis] = place % leading[axis]
      place /= leading[axis]
    }
    go(to: CellAddress(address.stage, cell))
  }
}

// MARK: - Down and up

extension CellInspector {
  mutating func enter() {
    let operands = explanation?.operands ?? []
    if let chosen, operands.indices.contains(chosen) {
      descend(to: operands[chosen].address)
    } else if operands.count == 1 {
      descend(to: operands[0].address)
    } else if operands.isEmpty {
      screen.message = "\(address) was given; there is nothing below it"
    } else {
      chosen = 0
      revealChosen()
    }
  }

  /// Enters an operand by its number in the list.
  mutating func enter(number: Int) {
    enterOperand((chosen ?? 0) / 9 * 9 + number)
  }

  /// Enters an operand, counted from 1 among all there are.
  mutating func enterOperand(_ number: Int) {
    let operands = explanation?.operands ?? []
    let place = number - 1
    guard operands.indices.contains(place) else {
      screen.message = operands.isEmpty ? "\(address) was given" : "there is no operand \(number)"
      return
    }
    descend(to: operands[place].address)
  }

  func canShow(_ place: CellAddress) -> Bool { stages.contains(place.stage) }

  mutating func descend(to place: CellAddress) {
    guard canShow(place) else { return }
    trail.append(address)
    go(to: place)
  }

  mutating func goBack() {
    if chosen != nil {
      chosen = nil
    } else if let place = trail.popLast() {
      go(to: place)
    } else if isInsideLesson {
      isLeft = true
    } else {
      screen.message = "this is where you began to go down"
    }
  }

  mutating func choose(_ action: InspectorAction) {
    let count = explanation?.operands.count ?? 0
    guard let place = chosen, count > 0 else { return }
    switch action {
    case .move(let rows, let columns): chosen = (place + rows + columns + count) % count
    case .rowStart, .columnStart: chosen = 0
    case .rowEnd, .columnEnd: chosen = count - 1
    default: return
    }
    revealChosen()
  }

  /// Marks that the next frame must bring the chosen operand into sight.
  private mutating func revealChosen() { paneOffset = -1 }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import TerminalSession
import Tensors

/// Walks over the cells of a trace: along a matrix, from stage to stage, and down to the inputs.
public struct CellInspector: ScreenProgram {
  var trace: Trace
  /// The trace before anything was edited.
  let original: Trace
  /// What the trace was computed from, when it can be edited.
  var problem: Problem?
  /// The problems before each edit.
  var undone: [Problem] = []
  /// The new number while it is being typed.
  var typed: String?
  let title: String?
  let capabilities: Capabilities
  let decimals: Int
  /// The stages that have a matrix, in the order of the computation.
  let stages: [StageID]
  /// The cell that is being explained.
  public private(set) var address: CellAddress
  /// The cells that were left on the way down.
  private var trail: [CellAddress] = []
  /// The operand about to be entered, while there is a choice.
  private(set) var chosen: Int?
  var paneOffset = 0
  /// Lines of the pane at the last frame, so that scrolling ends where the text does.
  var paneRoom = (lines: 0, height: 0)
  var showsHelp = false
  var message: String?

  /// Starts at a cell, or at the first cell of the last stage.
  ///
  /// - Returns: `nil` when the trace has no matrix at all.
  public init?(
    _ trace: Trace, problem: Problem? = nil, title: String? = nil, start: CellAddress? = nil,
    decimals: Int = 3,
    capabilities: Capabilities
  ) {
    self.trace = trace
    original = trace
    self.problem = problem
    self.title = title
    self.capabilities = capabilities
    self.decimals = decimals
    stages = trace.stages.filter { id in
      trace[id].map { !$0.shape.isEmpty && !$0.shape.contains(0) } ?? false
    }
    let first = stages.contains(.weights) ? StageID.weights : stages.last
    guard let first, let shape = trace[first]?.shape else { return nil }
    address = CellAddress(first, shape.map { _ in 0 })
    if let start, stages.contains(start.stage) { address = start }
  }

  /// The sizes of the axes of the current stage.
  var shape: [Int] { trace[address.stage]?.shape ?? [] }

  /// How the current cell came to be.
  var explanation: CellExplanation? {
    CellExplanation(address, in: trace, decimals: decimals)
  }

  public mutating func handle(_ key: Key) -> Bool {
    message = nil
    if typed != nil {
      type(key)
      return true
    }
    if showsHelp {
      showsHelp = false
      return key != .character("q")
    }
    switch key {
    case .character("q"): return false
    case .character("?"): showsHelp = true
    case .character("e"): beginEditing()
    case .character("u"): undo()
    case .enter: enter()
    case .backspace: goBack()
    case .tab, .character("n"): changeStage(by: 1)
    case .backTab, .character("p"): changeStage(by: -1)
    case .character("]"): changeMatrix(by: 1)
    case .character("["): changeMatrix(by: -1)
    case .pageDown, .character(" "): scroll(by: max(1, paneRoom.height - 1))
    case .pageUp: scroll(by: -max(1, paneRoom.height - 1))
    case .character(let digit) where ("1"..."9").contains(digit):
      if let number = digit.wholeNumberValue { enter(number: number) }
    default: if chosen == nil { move(key) } else { choose(key) }
    }
    return true
  }
}

// MARK: - Moving

extension CellInspector {
  private mutating func go(to place: CellAddress) {
    address = place
    chosen = nil
    paneOffset = 0
  }

  private mutating func move(_ key: Key) {
    let axes = shape.count
    var cell = address.cell
    func step(_ axis: Int, _ distance: Int) {
      guard axis >= 0 else { return }
      cell[axis] = max(0, min(shape[axis] - 1, cell[axis] + distance))
    }
    switch key {
    case .up, .character("k"): step(axes - 2, -1)
    case .down, .character("j"): step(axes - 2, 1)
    case .left, .character("h"): step(axes - 1, -1)
    case .right, .character("l"): step(axes - 1, 1)
    case .home: step(axes - 1, -shape[axes - 1])
    case .end: step(axes - 1, shape[axes - 1])
    case .character("g"): if axes > 1 { step(axes - 2, -shape[axes - 2]) }
    case .character("G"): if axes > 1 { step(axes - 2, shape[axes - 2]) }
    default: return
    }
    go(to: CellAddress(address.stage, cell))
  }

  private mutating func changeStage(by distance: Int) {
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

  private mutating func changeMatrix(by distance: Int) {
    let leading = shape.dropLast(2)
    let count = leading.reduce(1, *)
    guard count > 1 else {
      message = "\(address.stage) has one matrix only"
      return
    }
    var place = zip(leading, address.cell).reduce(0) { $0 * $1.0 + $1.1 }
    place = (place + distance + count) % count
    var cell = address.cell
    for axis in leading.indices.reversed() {
      cell[axis] = place % leading[axis]
      place /= leading[axis]
    }
    go(to: CellAddress(address.stage, cell))
  }

  private mutating func scroll(by distance: Int) {
    paneOffset = max(0, min(paneRoom.lines - paneRoom.height, paneOffset + distance))
  }
}

// MARK: - Down and up

extension CellInspector {
  private mutating func enter() {
    let operands = explanation?.operands ?? []
    if let chosen, operands.indices.contains(chosen) {
      descend(to: operands[chosen].address)
    } else if operands.count == 1 {
      descend(to: operands[0].address)
    } else if operands.isEmpty {
      message = "\(address) was given; there is nothing below it"
    } else {
      chosen = 0
      revealChosen()
    }
  }

  /// Enters an operand by its number in the list.
  private mutating func enter(number: Int) {
    let operands = explanation?.operands ?? []
    let place = (chosen ?? 0) / 9 * 9 + number - 1
    guard operands.indices.contains(place) else {
      message = operands.isEmpty ? "\(address) was given" : "there is no operand \(number)"
      return
    }
    descend(to: operands[place].address)
  }

  private mutating func descend(to place: CellAddress) {
    guard stages.contains(place.stage) else { return }
    trail.append(address)
    go(to: place)
  }

  private mutating func goBack() {
    if chosen != nil {
      chosen = nil
    } else if let place = trail.popLast() {
      go(to: place)
    } else {
      message = "this is where you began to go down"
    }
  }

  private mutating func choose(_ key: Key) {
    let count = explanation?.operands.count ?? 0
    guard let place = chosen, count > 0 else { return }
    switch key {
    case .up, .left, .character("k"): chosen = (place + count - 1) % count
    case .down, .right, .character("j"): chosen = (place + 1) % count
    case .home: chosen = 0
    case .end: chosen = count - 1
    case .escape: chosen = nil
    default: return
    }
    revealChosen()
  }

  /// Marks that the next frame must bring the chosen operand into sight.
  private mutating func revealChosen() { paneOffset = -1 }
}

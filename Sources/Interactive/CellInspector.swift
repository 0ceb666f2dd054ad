// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import TerminalSession
import Tensors

/// Walks over the cells of a trace: along a matrix, from stage to stage, and down to the inputs.
///
/// What keys do stands in `CellInspector+Keys.swift`, each kind of doing in a file of its own.
public struct CellInspector: ScreenProgram {
  var trace: Trace
  /// The trace before anything was edited.
  let original: Trace
  /// What the trace was computed from, when it can be edited.
  var problem: Problem?
  /// The problem with its steps settled, once a number was changed.
  var prepared: PreparedAttention?
  /// The problems before each edit.
  var undone: [Problem] = []
  /// The new number while it is being typed.
  var field: TextField?
  let title: String?
  var capabilities: Capabilities
  let decimals: Int
  /// The stages that have a matrix, in the order of the computation.
  let stages: [StageID]
  /// The cell that is being explained.
  public private(set) var address: CellAddress
  /// How the current cell came to be.
  private(set) var explanation: CellExplanation?
  /// The cells that were left on the way down.
  var trail: [CellAddress] = []
  /// The operand about to be entered, while there is a choice.
  var chosen: Int?
  /// How much of the current matrix the next `y` copies.
  var nextCopy = CopiedPart.cell
  /// Whether the pictures of all heads stand in place of the cells.
  var showsHeads = false
  /// Whether the matrix shows how far it is from what it was.
  var showsDifferences = false
  var paneOffset = 0
  /// Lines of the pane at the last frame, so that scrolling ends where the text does.
  var paneRoom = (lines: 0, height: 0)
  /// Where the matrix stood at the last frame, for clicks.
  var shown: (firstLine: Int, picture: MatrixPicture)?
  var screen: ScreenState
  /// Whether a lesson waits behind: then the last step up, and `q`, lead back to it.
  let isInsideLesson: Bool
  /// Set when the inspector has said all it had to.
  var isLeft = false

  /// Starts at a cell, or at the first cell of the weights, or of the last stage; `nil` when the
  /// trace has no matrix at all.
  ///
  /// - Parameters:
  ///   - trace: The record.
  ///   - problem: What it was computed from; without it nothing can be edited.
  ///   - title: What the heading says it is.
  ///   - start: The cell to begin at.
  ///   - decimals: The fewest decimals to print.
  ///   - hasMouse: Whether the mouse is captured from the beginning.
  ///   - isInsideLesson: Whether a lesson waits behind.
  ///   - capabilities: The screen.
  public init?(
    _ trace: Trace, problem: Problem? = nil, title: String? = nil, start: CellAddress? = nil,
    decimals: Int = 3, hasMouse: Bool = false, isInsideLesson: Bool = false,
    capabilities: Capabilities
  ) {
    self.trace = trace
    original = trace
    self.problem = problem
    self.title = title
    self.capabilities = capabilities
    self.decimals = decimals
    self.isInsideLesson = isInsideLesson
    screen = ScreenState(hasMouse: hasMouse)
    stages = trace.stages.filter { id in
      trace[id].map { !$0.shape.isEmpty && !$0.shape.contains(0) } ?? false
    }
    let first = stages.contains(.weights) ? StageID.weights : stages.last
    guard let first, let shape = trace[first]?.shape else { return nil }
    address = CellAddress(first, shape.map { _ in 0 })
    if let start, stages.contains(start.stage) { address = start }
    explain()
  }

  /// The sizes of the axes of the current stage.
  var shape: [Int] { trace[address.stage]?.shape ?? [] }

  /// Where the current matrix stands among those of its stage.
  var matrixPlace: Int { zip(shape.dropLast(2), address.cell).reduce(0) { $0 * $1.0 + $1.1 } }

  /// Works out anew how the current cell came to be.
  mutating func explain() {
    explanation = CellExplanation(address, in: trace, decimals: decimals)
  }

  /// Makes a cell the current one.
  mutating func go(to place: CellAddress) {
    address = place
    chosen = nil
    paneOffset = 0
    explain()
  }

  public mutating func learn(ambiguousWidth: Int) { capabilities.ambiguousWidth = ambiguousWidth }
}

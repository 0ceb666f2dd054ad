// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import Tensors

/// A matrix that a part of a lesson shows, where it stands and which of its cells comes first.
///
/// Whoever shows the part can open it to be looked at closely, and keep it in sight.
public struct LessonExhibit: Hashable, Sendable {
  /// The file of the problem beside the lesson; `nil` for the lesson's own.
  public let problem: String?
  /// The explained cell, or the first cell of what is shown.
  public let cell: CellAddress
  /// Whether the live block is about this cell alone.
  public let isOneCell: Bool
  /// The step of the part that shows it, counted from 0.
  public let step: Int
  /// The blocks of that step which show it.
  public let blocks: Range<Int>

  /// Creates an exhibit.
  public init(
    problem: String? = nil, cell: CellAddress, isOneCell: Bool = false, step: Int,
    blocks: Range<Int>
  ) {
    self.problem = problem
    self.cell = cell
    self.isOneCell = isOneCell
    self.step = step
    self.blocks = blocks
  }
}

extension LiveCommand {
  /// The same command for each of its stages: `show query,key` is `show query` and `show key`.
  var forEachStage: [LiveCommand] {
    guard words.first == "show" else { return [self] }
    let stages = arguments.joined().split(separator: ",")
    guard stages.count > 1 else { return [self] }
    return stages.map { stage in
      LiveCommand(words: ["show", String(stage)] + options, body: body, line: line)
    }
  }

  /// The file after `--problem`, if another than the lesson's own is shown.
  var problemName: String? { word(after: "--problem") }

  /// The cell that the command's output begins with; `nil` where no matrix is shown.
  func firstCell(in trace: Trace) -> (address: CellAddress, isOneCell: Bool)? {
    let operand = operand ?? ""
    switch words.first {
    case "why": return (try? trace.cell(operand)).map { ($0, true) }
    case "show":
      return (try? trace.stage(named: operand)).flatMap { first(of: $0, trace) }
    case "heads", "trace": return first(of: .weights, trace)
    default: return nil
    }
  }

  private func first(
    of stage: StageID, _ trace: Trace
  ) -> (address: CellAddress, isOneCell: Bool)? {
    guard let axes = trace.record(stage)?.axes, !axes.contains(where: { $0.size == 0 }) else {
      return nil
    }
    let head = word(after: "--head").flatMap { Int($0) } ?? 0
    let cell = axes.map { $0.name == .head && head < $0.size ? head : 0 }
    return (CellAddress(stage, cell), false)
  }

  private var operand: String? { arguments.first }

  /// The words that are neither options nor their values.
  private var arguments: [String] { parted.arguments }
  private var options: [String] { parted.options }

  private var parted: (arguments: [String], options: [String]) {
    var parted = (arguments: [String](), options: [String]())
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        parted.arguments.append(word)
        continue
      }
      parted.options.append(word)
      if let value = rest.popFirst() { parted.options.append(value) }
    }
    return parted
  }

  private func word(after option: String) -> String? {
    words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
  }
}

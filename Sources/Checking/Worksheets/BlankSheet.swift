// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// A sheet to hand out: what is given, what is asked, and where wanted the answers.
public struct BlankSheet: Sendable {
  /// A matrix of the sheet, one for each place of its leading axes.
  struct Part: Sendable {
    let stage: Stage
    let axes: [Axis]
    let formula: Formula?
    /// Matrices, rows, cells.
    let matrices: [[[String]]]
    /// The arithmetic of every cell, in the answer key.
    let workings: [[Mathematics]]
  }

  /// What the sheet calls its problem.
  public let problemName: String
  public let title: String
  public let seed: UInt64?
  public let decimals: Int
  public let isKey: Bool
  let givens: [Part]
  let steps: [Part]
  /// The names of the steps it asks for, in order.
  public var stepNames: [String] { steps.map { $0.stage.id.rawValue } }
  /// Mistakes that these numbers cannot tell apart.
  public let inseparable: [Variant.Inseparable]
  /// Those that other numbers could tell apart.
  public let leftOpen: [Variant.Inseparable]

  /// Makes a sheet.
  ///
  /// - Parameters:
  ///   - problem: The problem, or what a variant is drawn from.
  ///   - name: What the sheet calls it: a path or a lesson.
  ///   - seed: Draws other numbers; `nil` keeps the problem's own.
  ///   - decimals: The places to ask for.
  ///   - isKey: Whether the answers are filled in.
  ///   - names: The steps to ask for, gradients too; those before them are filled in, those after left
  ///     out. All steps but gradients when `nil`.
  /// - Throws: `ProblemError`, `VariantError` or `WorksheetPlanError`.
  public init(
    _ problem: Problem, name: String, seed: UInt64? = nil, decimals: Int = 2, isKey: Bool = false,
    steps names: [String]? = nil
  ) throws {
    var problem = problem
    if let seed {
      let variant = try Variant(of: problem, seed: seed, decimals: decimals)
      problem = variant.problem
      inseparable = variant.inseparable
      leftOpen = variant.leftOpen
    } else {
      leftOpen = []
      inseparable = []
    }
    let opensSoftmax = WorksheetPlan.opensSoftmax(names)
    var trace = try WorksheetPlan.trace(problem, decimals: decimals, opensSoftmax: opensSoftmax)
    let asksGradients = WorksheetPlan.hasGradients(names, of: trace)
    if asksGradients, !opensSoftmax {
      // By hand one goes back through a softmax in one step.
      problem.opensSoftmax = false
      trace = try Attention.trace(problem)
    }
    var stages = WorksheetPlan.stages(of: trace, withGradients: asksGradients)
    let asked = try names.map { try WorksheetPlan.stages(named: $0, among: stages, of: trace) }
    let open = Set(asked ?? stages)
    stages = Array(stages.prefix(1 + (stages.lastIndex { open.contains($0) } ?? -1)))
    problemName = name
    title = problem.title ?? "Attention by hand"
    self.seed = seed
    self.decimals = decimals
    self.isKey = isKey
    givens = trace.records.compactMap { record in
      guard let stage = record.stage, record.operation == nil,
        stage.differentiated == nil || asksGradients
      else { return nil }
      // 0.7 of a float32 problem is 0.7 on paper too, not 0.699999988079071.
      let isFloat32 = trace[stage]?.precision == .float32
      return Part(stage, in: trace) { value in
        (isFloat32 ? NumberFormat.shortest(Float(value)) : NumberFormat.shortest(value))
          .replacingPlus
      }
    }
    steps = stages.compactMap { stage in
      let isAnswered = isKey || !open.contains(stage)
      return Part(stage, in: trace, decimals: isKey ? decimals : nil) { value in
        isAnswered ? Self.answer(value, decimals) : "?"
      }
    }
  }

  private static func answer(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return NumberFormat.shortest(value).replacingPlus }
    if abs(value) < unit(decimals) / 2 { return "0" }
    return NumberFormat(decimals: decimals).string(value)
  }
}

extension BlankSheet.Part {
  /// Cuts a stage into matrices; `decimals` asks for the arithmetic of its cells as well.
  fileprivate init?(
    _ id: StageID, in trace: Trace, decimals: Int? = nil, cell text: (Double) -> String
  ) {
    guard let tensor = trace[id], let place = trace.place(of: id) else { return nil }
    stage = Stage.named(id)
    axes = tensor.axes
    formula = trace.formula(at: place)
    let columns = max(1, axes.last?.size ?? 1)
    let rows = axes.count > 1 ? axes[axes.count - 2].size : 1
    let numbers = tensor.doubles
    matrices = stride(from: 0, to: numbers.count, by: rows * columns).map { start in
      (0..<rows).map { row in
        (0..<columns).map { text(numbers[start + row * columns + $0]) }
      }
    }
    guard let decimals else {
      workings = []
      return
    }
    workings = numbers.indices.compactMap { index in
      let cell = cell(at: index, tensor.axes)
      guard let tree = trace.arithmetic(at: place, cell: cell) else { return nil }
      return Workings(
        CellAddress(id, cell), tree, in: trace, decimals: decimals + 2,
        least: Worksheet.noise, value: { trace.value(at: $0, cell: $1) }
      ).lines
    }
  }

  /// What the part is, on one line: `S = Q·Kᵀ  [head=1, query=3, key=3]`.
  func headline(_ notation: Notation) -> String {
    let symbol = stage.symbol.text(notation)
    guard let formula else { return "\(symbol)  \(axes.inWords)" }
    let text = formula.text(notation)
    return (symbol == text ? symbol : "\(symbol) = \(text)") + "  \(axes.inWords)"
  }
}

extension String {
  /// `+inf` as people type it.
  fileprivate var replacingPlus: String { hasPrefix("+") ? String(dropFirst()) : self }
}

extension BlankSheet {
  /// The given numbers, for a screen.
  public var givenDocument: Document {
    Document(
      [.heading(level: 1, Text(printableLabel(title)))]
        + givens.flatMap { given -> [Block] in
          [
            .paragraph(Text(given.headline(.unicode))),
            .code(Self.rows(given).joined(separator: "\n")),
          ]
        })
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// A sheet filled in row by row, with a verdict after each and hints that grow more precise.
///
/// Lines go in, documents come out: no terminal is needed to try it.
public struct PracticeSession {
  private let trees: TreeStore
  private let decimals: Int
  private let stages: [StageID]
  private var cells: [[TypedNumber?]]
  private var stage = 0
  private var row = 0
  private var hintsGiven = 0
  private var lastMarked: MarkedSheet?
  private var hasQuit = false
  /// Whether the step was announced: its heading is said once.
  private var isAnnounced = false

  /// Begins a session on a problem.
  ///
  /// - Parameters:
  ///   - problem: The numbers and what is done with them.
  ///   - decimals: The places to ask for.
  /// - Throws: `ProblemError` when the problem cannot be computed.
  public init(_ problem: Problem, decimals: Int) throws(ProblemError) {
    let trace = try WorksheetPlan.trace(problem, decimals: decimals)
    trees = TreeStore(trace)
    self.decimals = decimals
    stages = WorksheetPlan.stages(of: trace)
    cells = stages.map { [TypedNumber?](repeating: nil, count: trace[$0]?.count ?? 0) }
  }

  public var isFinished: Bool { hasQuit || stage >= stages.count }

  private var trace: Trace { trees.trace }
  private var axes: [Axis] { trace.record(stages[stage])?.axes ?? [] }
  private var width: Int { max(1, axes.last?.size ?? 1) }
  private var rowCount: Int { cells[stage].count / width }
  /// The first cell of the row that is asked for.
  private var firstCell: [Int] { cell(at: row * width, axes) }

  /// What is asked next: the step when it begins, then its row.
  public var question: Document {
    guard !isFinished else { return Document() }
    var blocks: [Block] = []
    if row == 0 && !isAnnounced {
      let known = Stage.named(stages[stage])
      blocks.append(.heading(level: 2, Text(stages[stage].rawValue)))
      blocks.append(.paragraph(Text(known.summary)))
      if let formula = trace.place(of: known.id).flatMap(trace.formula(at:)) {
        blocks.append(
          .formula(.definition(Mathematics(known.symbol), Mathematics(formula))))
      }
      if hasBlockedCells { blocks.append(.paragraph("Type -inf for a blocked cell.")) }
    }
    let place = placeInWords(Array(firstCell.dropLast()), Array(axes.dropLast()))
    blocks.append(
      .paragraph(
        Text("\(place): \(counted(width, "number")) with \(counted(decimals, "decimal"))")))
    return Document(blocks)
  }

  private var hasBlockedCells: Bool {
    guard let place = trace.place(of: stages[stage]) else { return false }
    return cells[stage].indices.contains { index in
      if case .blocked = trees.tree(place, cell(at: index, axes)) { true } else { false }
    }
  }

  /// Takes a line: numbers, or `hint`, `skip`, `answer` or `quit`.
  public mutating func take(_ line: String) -> Document {
    guard !isFinished else { return Document() }
    isAnnounced = true
    switch line.filter({ !$0.isWhitespace }).lowercased() {
    case "hint", "h": return Document([hint()])
    case "":
      let words = "Nothing is typed: \(counted(width, "number")), or hint, skip, answer, quit."
      return Document([.paragraph(Text(words))])
    case "quit", "q", "exit":
      hasQuit = true
      return Document()
    case "skip", "s":
      advance()
      return Document([.paragraph("Left open; the next steps do without it.")])
    case "answer": return Document([.paragraph(answer())])
    default: return judge(line)
    }
  }

  /// What was reached so far, as a marked sheet.
  public var result: MarkedSheet { marked(upTo: stages.count) }

  // MARK: - Judging a row

  private mutating func judge(_ line: String) -> Document {
    let text: TensorText
    do throws(TensorTextError) {
      text = try TensorText(
        DecimalComma.replaced(in: String(line.prefix(10_000))), allowsBlanks: true, limit: 10_000)
    } catch {
      let sentence = "\(error.sentence.prefix(1).uppercased())\(error.sentence.dropFirst())"
      return Document([.paragraph(Text("\(sentence); or type hint, skip, answer, quit"))])
    }
    guard text.numbers.count == width else {
      return Document([
        .paragraph(Text("That is \(counted(text.numbers.count, "number")); expected \(width)."))
      ])
    }
    for (column, number) in text.numbers.enumerated() {
      cells[stage][row * width + column] = number.map(TypedNumber.init)
    }
    let sheet = marked(upTo: stage + 1)
    guard let step = sheet.steps.last, !step.cells.isEmpty else {
      advance()
      return Document([.paragraph("Left open.")])
    }
    let judged = step.cells[(row * width)..<((row + 1) * width)]
    let wrong = judged.filter { $0.verdict == .wrong }
    guard !wrong.isEmpty else {
      advance()
      return Document([.checks([Check(true, Text(Self.praise(judged.map(\.verdict))))])])
    }
    lastMarked = sheet
    for column in 0..<width { cells[stage][row * width + column] = nil }
    let columns = wrong.map { "\(($0.cell.last ?? 0) + 1)" }.joined(separator: ", ")
    let subject = wrong.count == 1 ? "Number \(columns)" : "Numbers \(columns)"
    let sentence =
      "\(subject) of this row \(wrong.count == 1 ? "does" : "do") not follow from your numbers. "
      + "Type the row again, or hint, skip, answer."
    return Document([.checks([Check(false, Text(sentence))])])
  }

  private static func praise(_ verdicts: [Verdict]) -> String {
    switch Verdict.worst(verdicts) {
    case .right, .blank: "right"
    case let verdict: verdict.words
    }
  }

  private func marked(upTo end: Int) -> MarkedSheet {
    let steps = stages.indices.prefix(end).map { index in
      TypedStep(
        stage: stages[index], shape: trace.record(stages[index])?.axes.map(\.size) ?? [],
        cells: cells[index])
    }
    return SheetJudge.judge(steps, trees, decimals: decimals, allowsColumns: false)
  }

  private mutating func advance() {
    row += 1
    hintsGiven = 0
    lastMarked = nil
    guard row >= rowCount else { return }
    (stage, row) = (stage + 1, 0)
    isAnnounced = false
  }

  // MARK: - Hints

  /// From vague to precise; the result itself is never said.
  private mutating func hint() -> Block {
    defer { hintsGiven += 1 }
    let sheet = lastMarked ?? marked(upTo: stage + 1)
    let step = sheet.steps.last
    let target = step?.wrongCells.first?.cell ?? firstCell
    let lines = workings(target)
    switch hintsGiven {
    case 0: return .paragraph(Text(Stage.named(stages[stage]).summary))
    case 1:
      if let mistake = step?.mistakes.first {
        return .paragraph("It looks as if this happened: " + Text(mistake.summary))
      }
      return lines.first.map(Block.formula) ?? .paragraph("Look at the formula above.")
    case 2:
      if let mistake = step?.mistakes.first { return .paragraph(Text(mistake.remedy)) }
      fallthrough
    default: return .equations(Array(lines.dropLast()))
    }
  }

  private func workings(_ cell: [Int]) -> [Mathematics] {
    let sheet = marked(upTo: stage)
    guard let place = trace.place(of: stages[stage]), let tree = trees.tree(place, cell) else {
      return []
    }
    return Workings(
      CellAddress(stages[stage], cell), tree, in: trace, decimals: decimals + 2,
      least: Worksheet.noise, value: sheet.ownValue
    ).lines
  }

  /// The row, because it was asked for.
  private func answer() -> Text {
    let sheet = marked(upTo: stage)
    guard let place = trace.place(of: stages[stage]) else { return "" }
    let numbers = (0..<width).map { column in
      let cell = cell(at: row * width + column, axes)
      let value: Double = trees.tree(place, cell)?.evaluate { sheet.ownValue($0, $1) } ?? .nan
      return sheet.text(Interval(constant: value))
    }
    return Text(numbers.joined(separator: " "))
  }
}

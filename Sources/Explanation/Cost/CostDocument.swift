// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

/// What attention costs, as tables: formulas and predictions beside what was counted.
public struct CostDocument {
  /// Counted on a trace; `nil` when there are only sizes.
  let counted: [StageCost]?
  /// `nil` for a problem whose sizes do not say what is computed.
  let prediction: CostPrediction?
  /// What workers in a ring should send each other; `nil` without a ring.
  let traffic: RingTraffic?
  let title: String?

  /// The cost of a problem that was traced.
  public init(_ trace: Trace, of problem: Problem, title: String? = nil) {
    counted = trace.costs()
    let sizes = AttentionSizes(problem)
    prediction = sizes.map(CostPrediction.init)
    traffic = problem.ringWorkers.flatMap { workers in
      sizes.map { RingTraffic(workers: workers, sizes: $0) }
    }
    self.title = title
  }

  /// The cost of sizes without numbers.
  public init(_ sizes: AttentionSizes, title: String? = nil) {
    counted = nil
    traffic = nil
    prediction = CostPrediction(sizes)
    self.title = title
  }

  /// The stages that are shown, with what is foretold and what was counted for each.
  struct Row {
    let stage: StageID
    var formula: Formula?
    var predicted: StageCost?
    var counted: StageCost?

    var either: StageCost { counted ?? predicted ?? StageCost(stage) }
  }

  /// One row a stage, in the order of the computation.
  var rows: [Row] {
    let foretold = prediction?.costs() ?? []
    var rows = zip(prediction?.lines ?? [], foretold).map { line, cost in
      Row(
        stage: line.stage, formula: prediction.map { $0.formula(line) }, predicted: cost)
    }
    for cost in counted ?? []
    where cost.stage.differentiated == nil && Self.partName(cost.stage) == nil {
      if let place = rows.firstIndex(where: { $0.stage == cost.stage }) {
        rows[place].counted = cost
      } else {
        rows.append(Row(stage: cost.stage, counted: cost))
      }
    }
    return rows
  }

  /// Whether the sizes are within reach of counting.
  public var isCountable: Bool { prediction == nil || prediction?.costs() != nil }

  /// Whether everything that is foretold was counted as well, to the number.
  public var agrees: Bool { checks.allSatisfy { $0.outcome != .failed } }

  /// A part of the document.
  public enum Part: String, Sendable, CaseIterable {
    case arithmetic, memory, parts
  }

  /// The whole document.
  public func document() -> Document {
    let heading = title.map { [Block.heading(level: 1, Text(printableLabel($0)))] } ?? []
    var blocks = heading + self.blocks(.arithmetic) + self.blocks(.memory)
    if !partRows.isEmpty { blocks += self.blocks(.parts) }
    if !checks.isEmpty { blocks.append(.checks(checks)) }
    return Document(blocks)
  }

  /// One part, with what it needs to be read.
  public func blocks(_ part: Part) -> [Block] {
    switch part {
    case .arithmetic:
      let letters = letters.map { [Block.paragraph($0)] } ?? []
      return [.heading(level: 2, "arithmetic, in FLOPs")] + letters + [.table(arithmetic)]
    case .memory:
      return [.heading(level: 2, "memory, in bytes"), .table(memory), .paragraph(fused)]
    case .parts:
      let note: [Block] =
        traffic == nil
        ? [] : [.paragraph("The workers are simulated: this is what they would send each other.")]
      return [.heading(level: 2, "in parts"), .table(parts)] + note
        + (trafficCheck.map { [.checks([$0])] } ?? [])
    }
  }

  /// `n = 12 positions, d = 8 width of the model, …`.
  var letters: Text? {
    guard let prediction else { return nil }
    let parts = prediction.letters.map {
      "\($0.symbol.text(.unicode)) = \(grouped($0.number)) (\($0.meaning))"
    }
    return Text(parts.joined(separator: ", ") + ".")
  }

  /// What the steps between the operands and the answers move when none of them is written down.
  var fused: Text {
    let between: Set<StageID> = [.scaledScores, .cappedScores, .maskedScores, .weights]
    let opened: Set<StageID> = [.rowMaximum, .exponentials, .rowSums]
    let all = rows.map(\.either)
    let inside = all.filter {
      [.rawScores, .headOutput].contains($0.stage) || between.contains($0.stage)
        || opened.contains($0.stage)
    }
    guard let scores = inside.first, let answers = inside.last, scores.stage != answers.stage else {
      return ""
    }
    // The answers read the weights, which are as large as the scores, and the values.
    let operands = scores.bytesRead + answers.bytesRead - scores.bytesWritten
    let moved = operands + answers.bytesWritten
    let apart = inside.total().bytesRead + inside.total().bytesWritten
    return Text(
      "From raw_scores to head_output, \(grouped(apart)) bytes are moved. A kernel that keeps the "
        + "scores to itself moves \(grouped(moved)): it reads Q, K and V and writes Z.")
  }
}

/// `12,884,901,888`.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number.magnitude))
  var text = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
    text.append(digit)
  }
  return text
}

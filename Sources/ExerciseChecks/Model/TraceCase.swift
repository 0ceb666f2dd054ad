// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Tensors

/// Makes cases of problems that the engine computes: expected stages and the catalogue's mistakes.
struct TraceCase {
  /// Which stage of the trace an answer is.
  struct Answer {
    let name: String
    let stage: StageID
    var keepsHeads = false

    init(_ name: String, _ stage: StageID, keepsHeads: Bool = false) {
      self.name = name
      self.stage = stage
      self.keepsHeads = keepsHeads
    }
  }

  let trace: Trace
  let answers: [Answer]

  init(_ problem: Problem, _ answers: [Answer]) throws(ProblemError) {
    self.init(trace: try Attention.trace(problem), answers: answers)
  }

  init(trace: Trace, answers: [Answer]) {
    self.trace = trace
    self.answers = answers
  }

  /// The case with these inputs for the learner.
  func taskCase(_ inputs: [Value]) -> TaskCase {
    var result = TaskCase(inputs: inputs, expected: [])
    for answer in answers {
      guard let tensor = trace[answer.stage] else { continue }
      let isShare = answer.stage == .weights
      result.expected.append(
        ExpectedStage(value: value(answer, tensor), numbers: isShare ? .shares : .signed))
    }
    result.explanations = explanations
    return result
  }

  private func value(_ answer: Answer, _ tensor: AnyTensor) -> Value {
    Value(answer.name, tensor, keepingHeads: answer.keepsHeads)
  }

  /// Every mistake of every stage, as it shows at the first stage that is answered.
  private var explanations: [Explanation] {
    trace.stages.flatMap { stage -> [Explanation] in
      trace.alternatives(at: stage).compactMap { alternative in
        // What only a sheet with gaps leaves open is no explanation of a program.
        guard alternative.mistake.onlyWithout.isEmpty,
          let changed = trace.evaluate(alternative.recipe),
          let (answer, tensor) = firstAnswer(after: stage, changed)
        else { return nil }
        return Explanation(
          alternative.mistake.id, alternative.mistake.summary, remedy: alternative.mistake.remedy,
          gives: value(answer, tensor))
      }
    }
  }

  /// The first answered stage that a changed one leads to.
  private func firstAnswer(after stage: StageID, _ changed: AnyTensor) -> (Answer, AnyTensor)? {
    if let answer = answers.first(where: { $0.stage == stage }) { return (answer, changed) }
    guard let start = trace.place(of: stage) else { return nil }
    let later = answers.compactMap { answer in
      trace.place(of: answer.stage).map { (place: $0, answer: answer) }
    }.filter { $0.place > start }.sorted { $0.place < $1.place }
    for (place, answer) in later where depends(place, on: start) {
      let tensor = trace.recomputed(
        place, replacing: start, with: changed.converted(to: Double.self))
      return tensor.map { (answer, .float64($0)) }
    }
    return nil
  }

  private func depends(_ place: Int, on start: Int) -> Bool {
    place == start || trace.records[place].operands.contains { depends($0, on: start) }
  }
}

extension Trace {
  /// A value of the tape if an earlier one had been another; `nil` when the shapes no longer fit.
  fileprivate func recomputed(
    _ place: Int, replacing start: Int, with tensor: Tensor<Double>
  ) -> Tensor<Double>? {
    if place == start { return tensor }
    let record = records[place]
    guard let operation = record.operation else { return record.tensor?.converted(to: Double.self) }
    var operands: [Tensor<Double>] = []
    for operand in record.operands {
      guard let value = recomputed(operand, replacing: start, with: tensor) else { return nil }
      operands.append(value)
    }
    guard (try? operation.resultAxes(operands.map(\.axes))) != nil else { return nil }
    return try? operation.evaluate(operands)
  }
}

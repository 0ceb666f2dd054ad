// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Tensors

/// An input and the square tables of a layer of several heads, as in the article of lesson 15.
struct MendedLayer {
  let given: GivenProjections
  let output: Value
  let heads: Int

  init(_ draw: inout Draw, positions: Int, heads: Int, width: Int) {
    let model = heads * width
    given = GivenProjections(
      &draw, positions: positions, model: model, keyDimension: model, valueDimension: model)
    output = draw.matrix("output_projection", model, model)
    self.heads = heads
  }

  /// The case: every mistake of the catalogue, and those that only several heads allow.
  var taskCase: TaskCase {
    get throws {
      let right = try trace()
      let inputs = given.inputs + [output, Value("head_count", heads)]
      let result = right.taskCase(inputs).with(heads == 1 ? .oneHead : nil)
      var mistakes = [
        NumberMistake(
          "no-scaling", "The scores were not scaled.", "Divide them by √d_k.",
          try trace { $0.scale = 1 }.answer()),
        NumberMistake(
          "no-output-projection", "W_O was left out.", "Multiply the merged heads by it.",
          result.expected[1].value.renamed("output")),
      ]
      if heads > 1 {
        let root = Double(given.query.shape[1]).squareRoot()
        mistakes.append(
          NumberMistake(
            "scaled-by-model-dimension", "Divided by the root of the whole width.",
            "d_k counts the features of one head.", try trace { $0.scale = 1 / root }.answer()))
        mistakes.append(
          NumberMistake(
            "heads-split-without-transpose", "The numbers were cut in one piece after another.",
            "Head 0 has the first columns of every row.", try cutInOnePiece(right).answer()))
      }
      return result.explained(by: mistakes)
    }
  }

  private static let answers: [TraceCase.Answer] = [
    .init("weights", .weights, keepsHeads: true), .init("merged_heads", .mergedHeads),
    .init("output", .output),
  ]

  /// The layer whose queries, keys and values were read as [head, position, dim] in one step.
  private func cutInOnePiece(_ right: TraceCase) throws -> TraceCase {
    func recut(_ stage: StageID) -> AnyTensor? {
      right.trace[stage].map { tensor in
        let heads = Value(stage.rawValue, tensor, keepingHeads: true)
        let numbers = Value.joined(heads.name, heads).numbers
        return Value(name: heads.name, shape: heads.shape, numbers: numbers).tensor
      }
    }
    var problem = Problem()
    problem.query = recut(.query)
    problem.key = recut(.key)
    problem.value = recut(.value)
    problem.projections.output = output.tensor
    return try TraceCase(problem, Self.answers)
  }

  private func trace(_ change: (inout Problem) -> Void = { _ in }) throws -> TraceCase {
    try given.trace(Self.answers) { problem in
      problem.heads = heads
      problem.projections.output = output.tensor
      change(&problem)
    }
  }
}

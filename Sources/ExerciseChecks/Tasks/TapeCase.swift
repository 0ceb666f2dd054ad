// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Tensors

/// Makes cases of a few operations, for tasks that are only a part of attention.
struct TapeCase {
  var tape = Tape<Double>()

  /// Puts scores on the tape: [query, key], one head.
  mutating func give(_ stage: StageID, scores: Value) -> TapeValue {
    tape.give(
      stage,
      Tensor(
        axes: [Axis(.head, 1), Axis(.query, scores.shape[0]), Axis(.key, scores.shape[1])],
        scalars: scores.numbers))
  }

  /// The finished case.
  func taskCase(_ answers: [TraceCase.Answer], inputs: [Value]) -> TaskCase {
    TraceCase(trace: tape.finish(), answers: answers).taskCase(inputs)
  }
}

// SPDX-License-Identifier: MIT

import ExerciseHarness

/// A mistake in a task that gives a few numbers, and what it gives.
struct NumberMistake {
  let id: String
  let summary: String
  let remedy: String
  let answer: [Value]

  init(_ id: String, _ summary: String, _ remedy: String, _ answer: Value...) {
    self.init(id, summary, remedy, answer)
  }

  init(_ id: String, _ summary: String, _ remedy: String, _ answer: [Value]) {
    self.id = id
    self.summary = summary
    self.remedy = remedy
    self.answer = answer
  }
}

extension TaskCase {
  /// A case whose answer is stated here.
  init(_ inputs: [Value], _ answer: Value..., mistakes: [NumberMistake]) {
    self.init(inputs: inputs, expected: answer.map { ExpectedStage(value: $0) })
    self = explained(by: mistakes)
  }

  /// Adds mistakes by the whole answer they lead to; each shows at the first stage that is another.
  func explained(by mistakes: [NumberMistake]) -> TaskCase {
    explained(
      by: mistakes.compactMap { mistake in
        for stage in expected {
          guard let value = mistake.answer.first(where: { $0.name == stage.name }),
            !value.agrees(with: stage.value)
          else { continue }
          return Explanation(mistake.id, mistake.summary, remedy: mistake.remedy, gives: value)
        }
        return nil
      })
  }
}

extension TraceCase {
  /// The whole answer, as `NumberMistake` takes it.
  func answer() -> [Value] { taskCase([]).expected.map(\.value) }
}

extension Value {
  /// Cell [i, j] is row i of this matrix times row j of the other, or column j.
  func times(_ other: Value, transposingRight: Bool = false) -> Value {
    let (rows, inner) = (shape[0], shape[1])
    let columns = other.shape[transposingRight ? 0 : 1]
    var result: [Double] = []
    for i in 0..<rows {
      for j in 0..<columns {
        result.append(
          (0..<inner).reduce(0) { sum, k in
            let right = transposingRight ? j * inner + k : k * columns + j
            return sum + numbers[i * inner + k] * other.numbers[right]
          })
      }
    }
    return Value(name: name, shape: [rows, columns], numbers: result)
  }

  func row(_ index: Int) -> [Double] {
    Array(numbers[(index * shape[1])..<((index + 1) * shape[1])])
  }

  /// Columns side by side: `[position, head·dim]` of `[head, position, dim]`.
  static func joined(_ name: String, _ heads: Value) -> Value {
    let (count, rows, width) = (heads.shape[0], heads.shape[1], heads.shape[2])
    var numbers: [Double] = []
    for i in 0..<rows {
      for head in 0..<count {
        let start = (head * rows + i) * width
        numbers += heads.numbers[start..<(start + width)]
      }
    }
    return Value(name: name, shape: [rows, count * width], numbers: numbers)
  }

  func renumbered(_ change: (Double) -> Double) -> Value {
    Value(name: name, shape: shape, numbers: numbers.map(change))
  }
}

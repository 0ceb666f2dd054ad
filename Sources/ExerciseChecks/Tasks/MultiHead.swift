// SPDX-License-Identifier: MIT

import AttentionEngine
import ExerciseHarness
import Tensors

extension Exercise {
  /// Lesson 07.
  static let multiHead = Exercise(
    "07-multi-head", "MultiHeadExercise", "Split, attend, merge",
    [
      ExerciseTask("split", .fewLines, "columns dealt out to heads") { draw in
        try [(3, 1, 5), (3, 2, 5), (5, 3, 2), (2, 5, 3)].map { positions, heads, width in
          let matrix = draw.matrix("matrix", positions, heads * width)
          var tape = Tape<Double>()
          let axes = [Axis(.position, positions), Axis(.joined, heads * width)]
          let given = tape.give(.input, Tensor(axes: axes, scalars: matrix.numbers))
          _ = try tape.record(.query, SplitHeads(heads, dimension: .keyDimension), given)
          return TraceCase(
            trace: tape.finish(), answers: [.init("heads", .query, keepsHeads: true)]
          ).taskCase([matrix, Value("head_count", heads)]).with(heads == 1 ? .oneHead : nil)
            .explained(by: [interleaved(matrix, heads: heads, name: "heads")])
        }
      },
      ExerciseTask("merged", .fewLines, "heads side by side again") { draw in
        try [(1, 3, 5), (2, 3, 5), (3, 5, 2), (5, 2, 3)].map { heads, positions, width in
          let given = draw.matrices("heads", heads, positions, width)
          var tape = Tape<Double>()
          let axes = [
            Axis(.head, heads), Axis(.query, positions), Axis(.valueDimension, width),
          ]
          let value = tape.give(.headOutput, Tensor(axes: axes, scalars: given.numbers))
          _ = try tape.record(.mergedHeads, MergeHeads(), value)
          return TraceCase(
            trace: tape.finish(), answers: [.init("merged_heads", .mergedHeads)]
          ).taskCase([given]).with(heads == 1 ? .oneHead : nil).explained(by: addedHeads(given))
        }
      },
      ExerciseTask("multiHead", .think, "all of it, with W_O") { draw in
        try [(1, 3, 5, 3, 2, 7), (2, 3, 7, 5, 3, 11), (3, 5, 2, 2, 5, 7), (3, 2, 5, 7, 2, 3)].map {
          try GivenHeads(&draw, $0).taskCase
        }
      },
    ])

  /// Every second column, as if the heads' axis came last.
  private static func interleaved(_ matrix: Value, heads: Int, name: String) -> NumberMistake {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var numbers: [Double] = []
    for head in 0..<heads {
      for i in 0..<rows {
        for column in stride(from: head, to: columns, by: heads) {
          numbers.append(matrix.numbers[i * columns + column])
        }
      }
    }
    return NumberMistake(
      "heads-interleaved-by-feature", "Columns were dealt out in turn instead of in blocks.",
      "Head 0 has the first columns, head 1 the next ones.",
      Value(name: name, shape: [heads, rows, columns / heads], numbers: numbers))
  }

  private static func addedHeads(_ heads: Value) -> [NumberMistake] {
    guard heads.shape[0] > 1 else { return [] }
    let size = heads.shape[1] * heads.shape[2]
    let sums = (0..<size).map { place in
      stride(from: place, to: heads.numbers.count, by: size).reduce(0) { $0 + heads.numbers[$1] }
    }
    let shape = Array(heads.shape.dropFirst())
    let summed = Value(name: "merged_heads", shape: shape, numbers: sums)
    return [
      NumberMistake(
        "heads-summed", "The heads were added instead of joined.", "Put them side by side.",
        summed),
      NumberMistake(
        "heads-averaged", "The heads were averaged.", "Put them side by side.",
        summed.renumbered { $0 / Double(heads.shape[0]) }),
    ]
  }
}

/// Queries, keys and values of several heads, and W_O.
private struct GivenHeads {
  let query: Value
  let key: Value
  let value: Value
  let output: Value

  /// The sizes: heads, queries, keys, key dimension, value dimension, model.
  init(_ draw: inout Draw, _ sizes: (Int, Int, Int, Int, Int, Int)) {
    query = draw.matrices("query", sizes.0, sizes.1, sizes.3)
    key = draw.matrices("key", sizes.0, sizes.2, sizes.3)
    value = draw.matrices("value", sizes.0, sizes.2, sizes.4)
    output = draw.matrix("output_projection", sizes.0 * sizes.4, sizes.5)
  }

  var taskCase: TaskCase {
    get throws {
      let heads = query.shape[0]
      let inputs = [query, key, value].map { Value.joined($0.name, $0) }
      var result = try trace().taskCase(inputs + [Value("head_count", heads), output])
        .with(heads == 1 ? .oneHead : nil)
      if heads > 1 {
        result = result.explained(by: [
          NumberMistake(
            "scaled-by-model-dimension", "Divided by the root of all heads' features together.",
            "d_k counts the features of one head.",
            try trace(scale: 1 / Double(heads * query.shape[2]).squareRoot()).answer()),
          NumberMistake(
            "no-scaling", "The scores were not scaled.", "Divide them by √d_k.",
            try trace(scale: 1).answer()),
        ])
      }
      return result.explained(by: try reusedHead).explained(by: [noOutput(result)])
    }
  }

  private func noOutput(_ result: TaskCase) -> NumberMistake {
    let merged = result.expected[2].value
    return NumberMistake(
      "no-output-projection", "W_O was left out.", "Multiply the merged heads by it.",
      merged.renamed("output"))
  }

  private func trace(scale: Double? = nil) throws -> TraceCase {
    var problem = Problem()
    problem.query = query.tensor
    problem.key = key.tensor
    problem.value = value.tensor
    problem.projections.output = output.tensor
    problem.scale = scale
    return try TraceCase(
      problem,
      [
        .init("weights", .weights, keepsHeads: true),
        .init("head_output", .headOutput, keepsHeads: true),
        .init("merged_heads", .mergedHeads), .init("output", .output),
      ])
  }

  /// Every head computed with the numbers of the first.
  private var reusedHead: [NumberMistake] {
    get throws {
      guard query.shape[0] > 1 else { return [] }
      var copy = self
      func repeated(_ value: Value) -> Value {
        let size = value.shape[1] * value.shape[2]
        let first = Array(value.numbers.prefix(size))
        return Value(
          name: value.name, shape: value.shape,
          numbers: (0..<value.shape[0]).flatMap { _ in first })
      }
      copy = GivenHeads(
        query: repeated(query), key: repeated(key), value: repeated(value), output: output)
      return [
        NumberMistake(
          "only-first-head", "Every head was computed with the columns of the first.",
          "Head h has the columns from h·d on.", try copy.trace().answer())
      ]
    }
  }

  private init(query: Value, key: Value, value: Value, output: Value) {
    self.query = query
    self.key = key
    self.value = value
    self.output = output
  }
}

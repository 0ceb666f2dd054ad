// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

@Suite struct MistakeTests {
  /// Problems whose numbers separate the mistakes, and one whose square shapes let those of equal
  /// sizes happen.
  static let problems: [RandomProblem] = Precision.allCases.flatMap { precision in
    [
      RandomProblem.everything(precision), .crossAttention(precision), .given(precision),
      .encodedPositions(precision), manyHeadsOfEqualSizes(precision), padded(precision),
      turned(precision), RandomProblem.inParts(precision),
    ]
  }

  /// d_model = heads · d_k, n = d_k = d_v: the shapes of every transposition and exchange fit.
  static func manyHeadsOfEqualSizes(_ precision: Precision = .float64) -> RandomProblem {
    RandomProblem("equal sizes", precision: precision) { problem, arrays in
      problem.input = arrays.array(2, 3, 6)
      problem.heads = 2
      problem.projections = Problem.Roles(
        query: arrays.array(6, 6), key: arrays.array(6, 6), value: arrays.array(6, 6),
        output: arrays.array(6, 6))
      problem.biases = Problem.Roles(
        query: arrays.array(6), key: arrays.array(6), value: arrays.array(6),
        output: arrays.array(6))
      problem.mask = [.causal(.cacheLength)]
    }
  }

  /// Padding and a window of both sides.
  static func padded(_ precision: Precision) -> RandomProblem {
    RandomProblem("padded", precision: precision) { problem, arrays in
      problem.query = arrays.array(2, 3, 7, 5)
      problem.key = arrays.array(2, 3, 11, 5)
      problem.value = arrays.array(2, 3, 11, 2)
      problem.mask = [.keyLengths([4, 6]), .window(left: 2, right: 3)]
    }
  }

  /// Rotary positions of two pairs.
  static func turned(_ precision: Precision) -> RandomProblem {
    RandomProblem("turned", precision: precision) { problem, arrays in
      problem.query = arrays.array(3, 7, 5)
      problem.key = arrays.array(3, 11, 5)
      problem.value = arrays.array(3, 11, 2)
      problem.positions = .rotary(Problem.RotaryCode(base: 7, dimensions: 4))
      problem.mask = [.window(left: -1, right: 1)]
    }
  }

  /// The bound of each cell is `BoundedNumber`'s.
  @Test(arguments: problems)
  func `a mistake is the same as tensors and cell by cell`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    var compared = 0
    for stage in trace.stages {
      for alternative in trace.alternatives(at: stage) {
        let recipe = alternative.recipe
        guard let tensor = trace.evaluate(recipe) else {
          #expect(trace.axes(of: recipe) == nil)
          continue
        }
        compared += 1
        let where_ = "\(alternative.mistake.id) at \(stage)"
        #expect(trace.axes(of: recipe) == tensor.axes, "\(where_)")
        // Of large tensors every nineteenth cell; 19 divides no axis, so each place is met.
        let cells = allCells(tensor.shape)
        for place in stride(from: 0, to: cells.count, by: cells.count > 400 ? 19 : 1) {
          let cell = cells[place]
          let tree = try #require(trace.arithmetic(of: recipe, cell: cell))
          let expected = tree.evaluate { BoundedNumber(exact: trace.value(at: $0, cell: $1)) }
          #expect(
            expected.allows(tensor[cell], trace.precision),
            "\(where_)\(cell): \(tensor[cell]), by hand \(expected)")
          for operand in tree.operandCells {
            #expect(trace.records[operand.index].stage != nil)
          }
        }
      }
    }
    #expect(compared >= 15)
  }

  /// Small whole numbers, so that some scores are 0; four heads for four items of which one is empty; a
  /// softmax in steps.
  static let wholeNumbers = RandomProblem("whole numbers") { problem, arrays in
    func draw(_ shape: Int...) -> AnyTensor {
      let axes = shape.map { Axis("axis", $0) }
      let numbers = (0..<axes.placeCount).map { _ in
        Double(Int.random(in: -2...2, using: &arrays.random))
      }
      return AnyTensor(Tensor(axes: axes, scalars: numbers))
    }
    problem.query = draw(4, 4, 3, 5)
    problem.key = draw(4, 4, 7, 5)
    problem.value = draw(4, 4, 7, 2)
    problem.mask = [.causal(.offsets([1, 2, 3, 4])), .keyLengths([3, 0, 5, 6])]
    problem.opensSoftmax = true
  }

  /// Each mistake changes a number in at least one of the problems.
  @Test func `a mistake gives other numbers than the right way`() throws {
    var (all, visible): (Set<String>, Set<String>) = ([], [])
    for random in Self.problems.filter({ $0.problem.precision == .float64 }) + [Self.wholeNumbers] {
      let trace = try random.trace()
      for stage in trace.stages {
        let right = try #require(trace[stage])
        for alternative in trace.alternatives(at: stage) {
          let key = "\(alternative.mistake.id) at \(stage)"
          guard !visible.contains(key), let wrong = trace.evaluate(alternative.recipe) else {
            continue
          }
          all.insert(key)
          if Self.differ(wrong, right, trace.precision) { visible.insert(key) }
        }
      }
    }
    #expect(all == visible, "\(all.subtracting(visible).sorted())")
  }

  private static func differ(
    _ wrong: AnyTensor, _ right: AnyTensor, _ precision: Precision
  ) -> Bool {
    wrong.shape != right.shape
      || zip(wrong.doubles, right.doubles).contains { a, b in
        if a.isNaN || b.isNaN { return a.isNaN != b.isNaN }
        // A thousand roundings are rounding; a mistake is more.
        return a != b && !(abs(a - b) <= 1000 * precision.unitRoundoff)
      }
  }

  @Test func `every id stands in the catalogue`() throws {
    #expect(catalogueOfMistakes.count == 105)
    var found: Set<String> = []
    for sample in OperationSamples.all {
      for mistake in sample.operation.mistakes {
        found.insert(mistake.id)
        #expect(catalogueOfMistakes.contains(mistake.id), "\(mistake.id)")
        for sentence in [mistake.summary, mistake.remedy] {
          #expect(sentence.last == "." || sentence.hasSuffix(")."), "\(mistake.id): \(sentence)")
        }
        #expect(mistake.seenIn.allSatisfy { $0.contains("/") && $0.contains("#") })
      }
    }
    #expect(found.count >= 35)
  }

  @Test(arguments: problems)
  func `every mistake of a problem stands in the catalogue`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    for stage in trace.stages {
      for alternative in trace.alternatives(at: stage) {
        let id = alternative.mistake.id
        // Heads are cut and joined backward as they are forward.
        let ids =
          stage.differentiated == nil
          ? catalogueOfMistakes
          : catalogueOfGradientMistakes.union([
            "heads-split-without-transpose", "heads-merged-without-transpose", "head-size-wrong",
            "heads-interleaved-by-feature", "heads-summed", "heads-averaged",
            "key-value-heads-tiled",
          ])
        #expect(ids.contains(id), "\(id) at \(stage)")
      }
    }
  }

  /// Ids of what can be computed at a stage.
  private func possible(_ trace: Trace, _ stage: StageID) -> Set<String> {
    Set(
      trace.alternatives(at: stage).filter { trace.evaluate($0.recipe) != nil }.map(\.mistake.id))
  }

  @Test func `mistakes of the unnamed steps before a stage are its mistakes`() throws {
    let trace = try Self.manyHeadsOfEqualSizes().trace()
    for stage in [StageID.query, .key, .value] {
      #expect(
        possible(trace, stage) == [
          "weight-transposed", "no-projection", "bias-missing-or-extra",
          "heads-split-without-transpose", "head-size-wrong", "minus-signs-ignored",
          "projections-in-wrong-order", "same-projection-twice",
        ])
    }
    #expect(
      possible(trace, .output) == [
        "weight-transposed", "no-output-projection", "bias-missing-or-extra",
        "minus-signs-ignored", "activation-on-output-projection",
      ])
  }

  @Test func `equal sizes let every product be confused`() throws {
    let trace = try Self.manyHeadsOfEqualSizes().trace()
    #expect(
      possible(trace, .rawScores) == [
        "queries-and-keys-exchanged", "key-not-transposed", "features-times-features",
        "value-used-as-key", "scores-from-one-side", "axes-permuted-wrongly",
        "projections-in-wrong-order", "products-not-summed", "minus-signs-ignored",
        "cosine-instead-of-dot",
        "attention-over-batch",
      ])
    #expect(
      possible(trace, .headOutput) == [
        "weights-transposed", "key-used-as-value", "product-order-reversed",
        "values-not-projected", "weights-ignored", "only-largest-weight",
        "softmax-over-columns",
      ])
  }

  @Test func `unequal sizes rule confusions out`() throws {
    let trace = try RandomProblem.everything().trace()
    #expect(!possible(trace, .query).contains("weight-transposed"))
    #expect(!possible(trace, .rawScores).contains("value-used-as-key"))
    #expect(!possible(trace, .rawScores).contains("key-not-transposed"))
    #expect(possible(trace, .rawScores).contains("key-value-heads-tiled"))
    #expect(possible(trace, .headOutput).contains("key-value-heads-tiled"))
    #expect(possible(trace, .cappedScores) == ["no-cap", "cap-formula-wrong"])
  }

  @Test func `rules that are not there cannot be got wrong`() throws {
    let padded = try Self.padded(.float64).trace()
    let ids = possible(padded, .maskedScores)
    #expect(ids.contains("padding-mask-on-queries") && ids.contains("window-off-by-one"))
    #expect(ids.contains("mask-missing") && !ids.contains("no-causal-mask"))
    #expect(!ids.contains("mask-upside-down"))
    #expect(possible(try Self.turned(.float64).trace(), .rotatedKey) == ["rotary-pairs-mismatched"])
    #expect(possible(try RandomProblem.oneHead().trace(), .maskedScores).isEmpty)
    #expect(try RandomProblem.oneHead().trace().alternatives(at: .input).isEmpty)
    #expect(try RandomProblem.oneHead().trace().alternatives(at: .output).isEmpty)
  }

  @Test func `what only programs get wrong is not looked for on paper`() throws {
    let trace = try Self.manyHeadsOfEqualSizes().trace()
    let ids = { (rounding: Rounding?) -> Set<String> in
      Set(trace.stages.flatMap { trace.alternatives(at: $0, in: rounding) }.map(\.mistake.id))
    }
    let range = Rounding(unit: 0x1p-24, smallest: 0x1p-126, largest: 1e38)
    #expect(
      ids(range).subtracting(ids(nil)) == [
        "maximum-not-subtracted", "maximum-clamped-at-zero", "split-before-projecting",
      ])
  }

  @Test func `scaling wrongly by a right number is no mistake`() throws {
    var problem = RandomProblem.oneHead().problem
    var arrays = RandomArrays(random: RandomNumbers(seed: 3))
    problem.projections.value = arrays.array(7, 3)
    problem.upstream = nil
    let trace = try Attention.trace(problem)
    let right = try #require(trace[.scaledScores]).doubles
    for alternative in trace.alternatives(at: .scaledScores) {
      #expect(trace.evaluate(alternative.recipe)?.doubles != right, "\(alternative.mistake.id)")
    }
    // d_v = d_k: only the root of the number of keys is left of the wrong dimensions.
    let wrongDimensions = trace.alternatives(at: .scaledScores)
      .filter { $0.mistake.id == "scaled-by-wrong-dimension" }
    #expect(wrongDimensions.count == 1)
  }

  @Test func `recipes of missing stages are nil`() throws {
    let trace = try RandomProblem.oneHead().trace()
    #expect(trace.evaluate(.stage(.mergedHeads)) == nil)
    #expect(trace.axes(of: .stage(.mergedHeads)) == nil)
    #expect(trace.arithmetic(of: .stage(.mergedHeads), cell: [0, 0]) == nil)
    #expect(trace.evaluate(.operand(0)) == nil)
    #expect(trace.evaluate(.again(.mergedHeads, [])) == nil)
    #expect(trace.evaluate(.apply(MatrixProduct(), [.stage(.query), .stage(.key)])) == nil)
    let again = try #require(trace.evaluate(.again(.scaledScores, [.stage(.scaledScores)])))
    let (once, twice) = (try #require(trace[.scaledScores])[[0, 1, 2]], again[[0, 1, 2]])
    // Divided by √3 once more: the factor, the product and this division round once each.
    #expect(abs(twice - once / 3.0.squareRoot()) <= 4 * Double.ulpOfOne)
  }
}

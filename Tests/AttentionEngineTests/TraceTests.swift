// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import Testing

@Suite struct TraceTests {
  static let problems: [(String, Problem)] = [
    ("everything", everythingProblem()),
    ("everything in float32", everythingProblem(precision: .float32)),
    ("softmax in steps", everythingProblem { $0.opensSoftmax = true }),
    (
      "an empty row, zero",
      everythingProblem {
        $0.emptyRows = .zero
        $0.opensSoftmax = true
        $0.mask = [.causal(.offsets([0, -2]))]
      }
    ),
    (
      "rotary",
      everythingProblem { $0.positions = .rotary(.init(dimensions: 2, interleaved: true)) }
    ),
    ("sinusoidal", everythingProblem { $0.positions = .sinusoidal }),
    ("alibi", everythingProblem { $0.positions = .alibi }),
    (
      "a cache",
      everythingProblem {
        $0.cacheKey = array([2, 2, 3, 3], (0..<36).map { Double($0 % 11) / 5 - 1 })
        $0.cacheValue = array([2, 2, 3, 4], (0..<48).map { Double($0 % 7) / 3 - 1 })
      }
    ),
  ]

  @Test(arguments: problems)
  func `operands come earlier and cells are made of named cells`(
    _ name: String, _ problem: Problem
  ) throws {
    let trace = try Attention.trace(problem)
    for (place, record) in trace.records.enumerated() {
      #expect(record.operands.allSatisfy { $0 < place })
      guard record.stage != nil else { continue }
      let last = record.axes.map { $0.size - 1 }
      for cell in [record.axes.map { _ in 0 }, last] {
        for (operand, operandCell) in trace.arithmetic(at: place, cell: cell)?.operandCells ?? [] {
          let axes = trace.records[operand].axes
          #expect(trace.records[operand].stage != nil, "\(name) \(record.stage?.rawValue ?? "")")
          #expect(zip(operandCell, axes).allSatisfy { $0 >= 0 && $0 < $1.size })
        }
      }
    }
  }

  /// The bound is that of the sum itself; see `BoundedNumber`.
  @Test(arguments: problems)
  func `every cell of every stage is what its arithmetic says`(
    _ name: String, _ problem: Problem
  ) throws {
    let trace = try Attention.trace(problem)
    for (place, record) in trace.records.enumerated() {
      guard let stage = record.stage, record.operation != nil, let tensor = record.tensor else {
        continue
      }
      for cell in cells(tensor.shape) {
        let exact = trace.arithmetic(at: place, cell: cell)?.evaluate { index, cell in
          BoundedNumber(exact: trace.value(at: index, cell: cell))
        }
        guard let exact else { continue }
        let got = tensor[cell]
        // Unnamed steps in between are rounded as well; the tree sees through them.
        #expect(exact.allows(got, trace.precision), "\(name) \(stage) \(cell)")
      }
    }
  }

  @Test(arguments: problems)
  func `the invariants hold`(_ name: String, _ problem: Problem) throws {
    let found = try Attention.trace(problem).invariants()
    #expect(found.count >= 2)
    for invariant in found { #expect(invariant.holds, "\(name): \(invariant.finding)") }
  }

  /// Central differences through the whole layer, in every kind of given value.
  @Test(arguments: problems.filter { $0.1.precision == .float64 })
  func `gradients of the whole layer agree with central differences`(
    _ name: String, _ problem: Problem
  ) throws {
    let trace = try Attention.trace(problem)
    let upstream = try #require(problem.upstream).doubles
    func loss(_ problem: Problem) throws -> Double {
      let output = try #require(try Attention.trace(problem)[.output])
      return zip(output.doubles, upstream).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let givens: [(WritableKeyPath<Problem, AnyTensor?>, StageID)] = [
      (\.input, .input), (\.projections.query, .queryProjection),
      (\.projections.key, .keyProjection), (\.projections.value, .valueProjection),
      (\.projections.output, .outputProjection), (\.biases.query, .queryBias),
      (\.biases.value, .valueBias), (\.biases.output, .outputBias), (\.cacheKey, .cacheKey),
    ]
    let step = 1e-5
    for (path, stage) in givens {
      guard let given = problem[keyPath: path] else { continue }
      let gradient = try #require(trace[stage.gradient], "\(name) \(stage)")
      for place in stride(from: 0, to: given.count, by: max(1, given.count / 5)) {
        var (above, below) = (problem, problem)
        above[keyPath: path] = given.changing(place, by: step)
        below[keyPath: path] = given.changing(place, by: -step)
        let slope = (try loss(above) - loss(below)) / (2 * step)
        // h²·f‴/6 and u·|f|/h are both near 1e-10 here; 1e-7 leaves room for sums of hundreds.
        #expect(abs(slope - gradient.doubles[place]) < 1e-7, "\(name) \(stage) \(place)")
      }
    }
  }
}

// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// Steps that are settled once give what settling them each time gives, bit for bit.
@Suite struct PreparedAttentionTests {
  @Test(arguments: RandomProblem.all)
  func `other numbers give the ordinary trace`(_ random: RandomProblem) throws {
    let problem = random.problem
    let prepared = try PreparedAttention(problem)
    try expectSame(prepared.trace, try Attention.trace(problem))
    for factor in [0.75, -1.5] {
      var edited = problem
      for array in GivenArray.allCases {
        guard let numbers = edited[array] else { continue }
        edited[array] = AnyTensor(
          Tensor(
            axes: numbers.axes,
            scalars: numbers.doubles.enumerated().map { $1 * factor + Double($0 % 5) / 64 }))
      }
      try expectSame(try prepared.trace(of: edited), try Attention.trace(edited))
      let (output, ordinary) = (try prepared.output(of: edited), try Attention.output(edited))
      #expect(output.axes == ordinary.axes)
      let same = zip(output.doubles, ordinary.doubles).allSatisfy {
        $0 == $1 || ($0.isNaN && $1.isNaN)
      }
      #expect(same)
    }
    // What came before is untouched, and so is the way back.
    try expectSame(prepared.trace, try Attention.trace(problem))
    try expectSame(try prepared.trace(of: problem), prepared.trace)
  }

  private func expectSame(_ one: Trace, _ other: Trace) throws {
    #expect(one.stages == other.stages)
    #expect(one.causalOffsets == other.causalOffsets)
    for stage in other.stages {
      let (a, b) = (try #require(one[stage]), try #require(other[stage]))
      #expect(a.axes == b.axes)
      let same = zip(a.doubles, b.doubles).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
      #expect(same, "\(stage)")
    }
  }

  @Test func `another shape is refused with the ordinary sentence`() throws {
    var problem = RandomProblem.oneHead().problem
    let prepared = try PreparedAttention(problem)
    problem.input = AnyTensor(
      Tensor<Double>(axes: [Axis("row", 5), Axis("column", 3)], repeating: 1))
    let error = #expect(throws: ProblemError.self) { try prepared.trace(of: problem) }
    #expect(error?.key == "projections.query")
  }

  @Test func `large problems are traced the ordinary way`() throws {
    var problem = Problem()
    problem.precision = .float32
    let rows = Tensor<Float>(axes: [Axis("a", 301), Axis("b", 2)]) { numbers in
      for index in numbers.indices { numbers[index] = Float(index % 7) / 7 }
    }
    (problem.query, problem.key, problem.value) = (
      .float32(rows), .float32(rows), .float32(rows)
    )
    let prepared = try PreparedAttention(problem)
    try expectSame(try prepared.trace(of: problem), prepared.trace)
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import Testing

@Suite struct MistakeTests {
  static let problems = [
    everythingProblem(),
    everythingProblem { $0.opensSoftmax = true },
    everythingProblem { $0.positions = .sinusoidal },
    operandProblem { $0.mask = [.causal(.lowerRight), .keyLengths([6])] },
  ]

  /// A mistake is stated once, as operations; as tensors and cell by cell it must be the same.
  @Test(arguments: problems.indices)
  func `a recipe computes the same as tensors and cell by cell`(_ index: Int) throws {
    let trace = try Attention.trace(Self.problems[index])
    var tried = 0
    for stage in trace.stages {
      for alternative in trace.alternatives(at: stage) {
        guard let tensor = trace.evaluate(alternative.recipe) else { continue }
        tried += 1
        for cell in cells(tensor.shape).prefix(400) {
          let tree = try #require(trace.arithmetic(of: alternative.recipe, cell: cell))
          let exact = tree.evaluate { place, cell in
            BoundedNumber(exact: trace.value(at: place, cell: cell))
          }
          let got = tensor[cell]
          let close = exact.allows(got, trace.precision)
          #expect(close, "\(alternative.mistake.id) at \(stage) \(cell): \(got), \(exact.value)")
        }
      }
    }
    #expect(tried >= 15)
  }

  @Test(arguments: problems.indices)
  func `a mistake gives other numbers than the right way`(_ index: Int) throws {
    let trace = try Attention.trace(Self.problems[index])
    for stage in trace.stages {
      let right = try #require(trace[stage]).doubles
      for alternative in trace.alternatives(at: stage) {
        guard let wrong = trace.evaluate(alternative.recipe) else { continue }
        let differs = zip(wrong.doubles, right).contains { !($0 == $1 || abs($0 - $1) < 1e-9) }
        #expect(differs || wrong.count != right.count, "\(alternative.mistake.id) at \(stage)")
      }
    }
  }

  @Test func `mistakes of unnamed steps show at the stage they lead to`() throws {
    let problem = everythingProblem { problem in
      problem.projections.query = array([7, 7], (0..<49).map { Double($0 % 5) - 2 })
      problem.biases.query = array([7], (0..<7).map { Double($0) })
      problem.projections.key = array([7, 7], (0..<49).map { Double($0 % 4) - 1 })
      problem.biases.key = nil
      problem.heads = 1
      problem.keyValueHeads = 1
      problem.projections.output = nil
      problem.biases.output = nil
      problem.upstream = nil
    }
    let ids = try Attention.trace(problem).alternatives(at: .query).map(\.mistake.id)
    #expect(ids.contains("weight-transposed"))
    #expect(ids.contains("bias-missing-or-extra"))
    let several = try Attention.trace(everythingProblem()).alternatives(at: .query)
    #expect(several.map(\.mistake.id).contains("heads-split-without-transpose"))
  }
}

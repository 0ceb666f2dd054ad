// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import Tensors
import TestSupport
import Testing

@testable import Checking

/// Variants: pleasant numbers, the same for the same seed, that tell mistakes apart.
@Suite struct VariantTests {
  @Test func `the same seed gives the same numbers, another seed others`() throws {
    var samples = SampleProblems(seed: 5)
    let problem = samples.problem(.causal)
    let first = try Variant(of: problem, seed: 17, decimals: 2)
    let again = try Variant(of: problem, seed: 17, decimals: 2)
    let other = try Variant(of: problem, seed: 18, decimals: 2)
    let numbers = { (variant: Variant) in variant.problem.input?.doubles ?? [] }
    #expect(numbers(first) == numbers(again))
    #expect(numbers(first) != numbers(other))
    #expect(first.problem.input?.shape == problem.input?.shape)
  }

  @Test func `a problem that gives only weights has nothing to draw`() {
    var problem = Problem()
    problem.weights = .float64(Tensor(axes: [Axis("row", 1), Axis("column", 1)], scalars: [1.0]))
    #expect(throws: VariantError.self) { try Variant(of: problem, seed: 1, decimals: 2) }
  }
}

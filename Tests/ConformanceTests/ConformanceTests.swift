// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import TensorFiles
import Tensors
import Testing

@Suite struct ConformanceTests {
  @Test func `every case of the collection is found`() {
    #expect(ConformanceCase.all.count == 33)
  }

  /// Every stage the peer lets us see, in the case's own precision, forward and backward.
  @Test(arguments: ConformanceCase.all)
  func agrees(_ peer: ConformanceCase) throws {
    let trace = try ProblemFile(path: peer.folder + "/problem.yaml").trace()
    let expected = try TensorFile.open(peer.folder + "/expected.npz")
    var worst = StageComparison(stage: "-", got: [], expected: [], tolerance: 1)
    for name in expected.names {
      let wanted = try expected.tensor(named: name)
      let tensor = try #require(trace[StageID(name)], "\(peer.name) has no stage \(name)")
      #expect(tensor.shape == wanted.shape, "\(peer.name) \(name)")
      let comparison = StageComparison(
        stage: name, got: tensor.doubles, expected: wanted.doubles, tolerance: peer.tolerance)
      #expect(comparison.margin <= 1, "\(peer.name) \(name), cell \(comparison.worstCell)")
      if comparison.margin >= worst.margin { worst = comparison }
    }
    print(
      "conformance \(peer.name): \(expected.names.count) stages, largest error / tolerance = "
        + "\(Float(worst.margin)) at \(worst.stage)")
  }

  @Test(arguments: ConformanceCase.all)
  func invariantsHold(_ peer: ConformanceCase) throws {
    let trace = try ProblemFile(path: peer.folder + "/problem.yaml").trace()
    for invariant in trace.invariants() {
      #expect(invariant.holds, "\(peer.name): \(invariant.finding)")
    }
  }
}

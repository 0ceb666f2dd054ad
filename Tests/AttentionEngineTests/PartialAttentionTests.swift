// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

/// Tiles and rings give the answers of the plain pass: nothing in them is an approximation.
@Suite struct PartialAttentionTests {
  /// Every mask and position code there is, with tiles and workers of several sizes.
  static let problems: [RandomProblem] = Precision.allCases.flatMap { precision in
    var result = [RandomProblem.inParts(precision)]
    for (tile, workers) in [(1, 2), (3, 4), (5, 6), (12, 12), (100, 3)] {
      result += [
        plain("no mask", precision, tile, workers, []),
        plain("causal", precision, tile, workers, [.causal(.cacheLength)]),
        plain(
          "a narrow window", precision, tile, workers,
          [.causal(.cacheLength), .window(left: 1, right: 0)]),
        plain("padding", precision, tile, workers, [.keyLengths([2])]),
        plain("empty rows", precision, tile, workers, [.causal(.offsets([-5]))], .nan),
        plain("empty rows zero", precision, tile, workers, [.causal(.offsets([-5]))], .zero),
      ]
    }
    return result
  }

  private static func plain(
    _ name: String, _ precision: Precision, _ tile: Int, _ workers: Int,
    _ mask: [Problem.MaskEntry], _ emptyRows: EmptyRows = .nan
  ) -> RandomProblem {
    RandomProblem(
      "\(name), tiles of \(tile), \(workers) workers", seed: 47, precision: precision
    ) { problem, arrays in
      problem.query = arrays.array(2, 12, 5, in: -4...4)
      problem.key = arrays.array(1, 12, 5, in: -4...4)
      problem.value = arrays.array(1, 12, 3)
      problem.mask = mask
      problem.emptyRows = emptyRows
      problem.tileKeys = tile
      problem.ringWorkers = workers
    }
  }

  /// How far two ways to sum the same numbers may be apart: each of the n + 5 roundings of a row
  /// counts once on either side, and the answers are at most 1 in size.
  @Test(arguments: problems)
  func `tiles and rings give the plain answers`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    let plain = try #require(trace[.headOutput])
    let keys = trace[.weights]?.shape.last ?? 0
    // A score of 5 products of size 16 may itself be rounded differently, and e^… multiplies that.
    let bound = Double(2 * (keys + 5) + 2 * 5 * 5 * 16) * trace.precision.unitRoundoff
    for stage in [StageID.tiledOutput, .ringOutput] {
      let found = try #require(trace[stage])
      #expect(found.shape == plain.shape)
      for (a, b) in zip(found.doubles, plain.doubles) {
        #expect((a.isNaN && b.isNaN) || abs(a - b) <= bound, "\(stage): \(a), plainly \(b)")
      }
    }
  }

  @Test func `the last tile has the row maxima and row sums of the plain softmax`() throws {
    var problem = RandomProblem.inParts().problem
    problem.opensSoftmax = true
    let trace = try Attention.trace(problem)
    for (tile, ring, plain) in [
      (StagePart.Name.runningMaximum, StagePart.Name.mergedMaximum, StageID.rowMaximum),
      (.runningSum, .mergedSum, .rowSums),
    ] {
      let expected = try #require(trace[plain])
      let tiled = try #require(trace[StagePart(.tile, 3, tile).id])
      let merged = try #require(trace[StagePart(.ring, 3, ring).id])
      for cell in allCells(expected.shape) {
        // Two queries a worker. At most nine exponentials of scores below 2, in another order.
        let held = merged[[cell[1] / 2, cell[0], cell[1] % 2, 0]]
        for found in [tiled[cell], held] {
          #expect(abs(found - expected[cell]) <= 9 * 9 * 4 * Double.ulpOfOne, "\(plain)\(cell)")
        }
      }
    }
  }

  @Test func `a row that sees nothing in a tile is carried on, not NaN`() throws {
    let problem = Self.plain("window", .float64, 3, 4, [.window(left: 0, right: 0)])
    let trace = try problem.trace()
    for stage in trace.stages where StagePart(stage) != nil {
      #expect(trace[stage]?.doubles.contains(where: \.isNaN) == false, "\(stage)")
    }
    #expect(trace[StagePart(.tile, 1, .runningMaximum).id]?[[0, 11, 0]] == -.infinity)
    #expect(trace[.tiledOutput]?.doubles == trace[.value].map { $0.doubles + $0.doubles })
  }

  @Test func `every worker meets every key once`() throws {
    let trace = try Self.plain("ring", .float64, 3, 4, []).trace()
    let key = try #require(trace[.key])
    for worker in 0..<4 {
      var met: [Double] = []
      for step in 1...4 {
        let held = try #require(trace[StagePart(.ring, step, .key).id])
        met += (0..<3).map { held[[worker, 0, $0, 0]] }
      }
      #expect(met.sorted() == (0..<12).map { key[[0, $0, 0]] }.sorted())
      #expect(met[0] == key[[0, worker * 3, 0]])
    }
  }

  @Test func `the mask goes round with the keys`() throws {
    let trace = try Self.plain(
      "causal", .float64, 3, 4, [.causal(.cacheLength)]
    ).trace()
    // Step 2: worker 0 holds the last keys, all in its future; worker 3 those just before its own.
    let scores = try #require(trace[StagePart(.ring, 2, .scores).id])
    for (row, column) in [(0, 0), (1, 2), (2, 1)] {
      #expect(scores[[0, 0, row, column]] == -.infinity)
      #expect(scores[[3, 0, row, column]].isFinite)
    }
    #expect(trace.isMasked(StagePart(.ring, 2, .exponentials).id, cell: [0, 1, 2, 2]))
    #expect(!trace.isMasked(StagePart(.ring, 2, .scores).id, cell: [3, 1, 2, 2]))
  }

  @Test func `sizes that cannot be cut are refused with what would work`() throws {
    func error(_ change: (inout Problem) -> Void) throws -> String {
      var problem = Self.plain("cut", .float64, 3, 4, []).problem
      change(&problem)
      return (#expect(throws: ProblemError.self) { try Attention.trace(problem) })?.description
        ?? ""
    }
    #expect(
      try error { $0.ringWorkers = 5 }
        == "ring.workers: is 5, which does not divide the 12 queries: every worker holds as many. "
        + "Use one of 2, 3, 4, 6, 12")
    #expect(try error { $0.ringWorkers = 1 }.contains("expected a number from 2 to 16"))
    #expect(try error { $0.tileKeys = 0 }.contains("tiles.keys: is 0"))
    let batch = try error { problem in
      var arrays = RandomArrays(random: RandomNumbers(seed: 1))
      problem.query = arrays.array(2, 2, 12, 5)
      problem.key = arrays.array(2, 1, 12, 5)
      problem.value = arrays.array(2, 1, 12, 3)
    }
    #expect(batch == "ring: takes one sequence; this problem is a batch of 2. Trace one item")
  }

  @Test func `parts are told from their ids`() {
    #expect(StagePart(StageID("tile_12_running_max"))?.number == 12)
    for text in [
      "tile_0_scores", "tile_1_", "tile_x_scores", "ring_2_nothing", "key", "tiles_1_sum",
    ] {
      #expect(StagePart(StageID(text)) == nil, "\(text)")
    }
    #expect(Stage.named(StageID("tile_2_rescale")).symbol.text(.latex) == "\\alpha_{2}")
    #expect(Stage.named(StageID("ring_3_merged_sum")).symbol.text(.unicode) == "R_1:3")
  }
}

// SPDX-License-Identifier: MIT

import Foundation
import Testing

@Suite struct CostCommandTests {
  @Test func `a problem's predicted cost is the counted one`() throws {
    let run = try Program.run(["cost", "lesson:04-self-attention"])
    #expect(run.status == 0, "\(run.message)")
    // Five words, d = 6, two heads of 3: 2·5·6·2·3 for the queries.
    #expect(run.output.contains("query          2·n·d·h·d_k        360      360"))
    #expect(run.output.contains("predicted and counted FLOPs and bytes are equal in all 13 stages"))
  }

  @Test func `sizes alone are enough`() throws {
    let run = try Program.run(
      ["cost", "--positions", "4096", "--model", "4096", "--heads", "32", "--key-value-heads", "8"])
    #expect(run.status == 0, "\(run.message)")
    #expect(run.output.contains("2·n·d·g·d_k   34,359,738,368"), "\(run.output)")
    #expect(run.output.contains("outweigh the projections beyond n = 5120"))
  }

  @Test func `several lengths stand side by side`() throws {
    let run = try Program.run(
      ["cost", "--positions", "512,8192", "--model", "4096", "--heads", "32", "--window", "255"])
    #expect(run.status == 0, "\(run.message)")
    #expect(run.output.contains("projections"))
    #expect(run.output.contains("of these for visible keys"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test(arguments: [
    (["cost"], "name a problem, or give --positions, --model and --heads"),
    (["cost", "--positions", "4", "--model", "7", "--heads", "2"], "not divisible by 2 heads"),
    (["cost", "--positions", "4,x", "--model", "8", "--heads", "2"], "'x' is no whole number"),
    (["cost", "--positions", "0", "--model", "8", "--heads", "2"], "--positions is 0"),
    (
      ["cost", "--positions", "4", "--model", "8", "--heads", "4", "--key-value-heads", "3"],
      "which does not divide 4 heads"
    ),
    (["cost", "lesson:4", "--heads", "2"], "--heads goes without a problem"),
    (
      ["cost", "--positions", "4", "--model", "8", "--heads", "2", "--precision", "half"], "'half'"
    ),
    (["cost", "no-such.yaml"], "no-such.yaml"),
    (
      ["cost", "--positions", "1000000000", "--model", "1000000000", "--heads", "1000"],
      "more FLOPs than 2^63"
    ),
  ])
  func `what cannot be counted is refused`(_ words: [String], _ sentence: String) throws {
    let run = try Program.run(words)
    #expect(run.status == 2)
    #expect(run.message.contains(sentence), "\(run.message)")
  }

  @Test func `tiles and rings are asked for in a problem file`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file(
      "parts.yaml",
      """
      format: 1
      query: [[1, 2], [0, 1], [3, 1], [1, 1]]
      key: [[1, 0], [2, 1], [0, 1], [1, 3]]
      value: [[1, 5], [2, 1], [0, 7], [4, 3]]
      mask: [causal]
      tiles: {keys: 3}
      ring: {workers: 2}
      """)
    let run = try Program.run(["trace", path, "--show", "tiled_output,ring_output"])
    #expect(run.status == 0, "\(run.message)")
    #expect(run.output.contains("ok    the tiles and the plain pass give the same answers"))
    #expect(run.output.contains("ok    the ring and the plain pass give the same answers"))
    // The plain answer of the last query, whose keys lie in both tiles and on both workers.
    let plain = try Program.run(["trace", path, "--show", "head_output", "--decimals", "12"])
    let row = plain.output.split(separator: "\n").first { $0.hasPrefix("3 │") }
    for stage in ["tiled_output", "ring_output"] {
      let parts = try Program.run(["trace", path, "--show", stage, "--decimals", "12"])
      #expect(parts.output.split(separator: "\n").contains { $0 == row }, "\(parts.output)")
    }
    let why = try Program.run(["why", path, "ring_2_merged_output[1,0,1,0]"])
    #expect(why.status == 0 && why.output.contains("R_1·O_1"), "\(why.message)")
    let cost = try Program.run(["cost", path])
    #expect(cost.output.contains("4 messages were counted, 4 are foretold"), "\(cost.output)")
  }
}

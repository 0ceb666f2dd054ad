// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What `attn bench` says, never how fast it is.
@Suite struct BenchTests {
  @Test func `the JSON has the promised keys, and numbers that can be`() throws {
    let run = try Program.run([
      "bench", "--json", "--positions", "7", "--model", "12", "--heads", "2", "--repeat", "2",
    ])
    #expect(run.status == 0, "\(run.message)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    for key in ["recorded_ms", "unrecorded_ms", "floor_ms", "floor_min_ms"] {
      #expect((json[key] as? Double ?? 0) > 0, "\(key)")
    }
    func number(_ key: String) -> Double { json[key] as? Double ?? .nan }
    #expect(number("floor_min_ms") <= number("floor_ms"))
    #expect(number("recorded_min_ms") <= number("recorded_ms"))
    #expect(number("recorded_ms") <= number("recorded_max_ms"))
    // Four projections, scores and their mixing, scaling, softmax.
    let steps = 4 * (7 * 12 * 23) + 2 * 49 * 11 + 2 * 49 + 2 * 49 * 5 + 2 * 7 * 6 * 13
    #expect(json["flops"] as? Int == steps)
    #expect((json["bytes_kept"] as? Int ?? 0) > 4 * 4 * 12 * 12)
    #expect((json["peak_rss_bytes"] as? Int ?? 0) > 1_000_000)
    #expect((json["threads"] as? Int ?? 0) >= 1)
    #expect((json["blas"] as? String ?? "").contains("OpenBLAS"))
  }

  @Test func `a lesson can be measured, growth drawn, and nonsense is refused`() throws {
    let lesson = try Program.run([
      "bench", "--problem", "lesson:04-self-attention", "--repeat", "2",
    ])
    #expect(lesson.status == 0)
    #expect(lesson.output.contains("recorded, every stage readable"))
    let growth = try Program.run([
      "bench", "--cost", "--positions", "32", "--model", "8", "--heads", "2", "--repeat", "2",
    ])
    #expect(growth.status == 0)
    #expect(growth.output.contains("Bytes kept"))
    let uneven = try Program.run(["bench", "--model", "10", "--heads", "3"])
    #expect(uneven.status == 2)
    #expect(uneven.message.contains("does not divide into 3 heads"))
  }

  @Test func `parts of a stage, and what is no part of it`() throws {
    let lesson = "lesson:04-self-attention"
    let row = try Program.run(["trace", lesson, "--show", "weights", "--rows", "1", "--plain"])
    #expect(row.status == 0, "\(row.message)")
    #expect(row.output.contains("query 1"))
    let blocks = try Program.run([
      "trace", lesson, "--show", "raw_scores", "--blocks", "2", "--statistic", "max", "--plain",
    ])
    #expect(blocks.output.contains("largest of each block"))
    let maxima = try Program.run(["trace", lesson, "--show", "weights", "--row-maxima", "--plain"])
    #expect(maxima.output.contains("the largest number of each row"))
    let outside = try Program.run(["trace", lesson, "--show", "weights", "--rows", "0..99"])
    #expect(outside.status == 2)
    #expect(outside.message.contains("99 is outside"))
    let wrong = try Program.run(["trace", lesson, "--show", "weights", "--rows", "3.5"])
    #expect(wrong.status == 2)
    #expect(wrong.message.contains("100..163"))
    let whole = try Program.run(["trace", lesson, "--rows", "0"])
    #expect(whole.status == 2)
    #expect(whole.message.contains("--show weights"))
  }
}

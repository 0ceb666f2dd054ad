// SPDX-License-Identifier: MIT

import Testing

@testable import Lessons

struct CostBlockTests {
  @Test func `a block counts the lesson's problem`() throws {
    let text = try TestCourse("```attn cost\n```").text()
    // Three tokens, d = 4, two heads of two features: 2·3·4·2·2.
    #expect(text.contains("query          2·n·d·h·d_k         96       96"), "\(text)")
    #expect(text.contains("FLOPs for each byte"))
    #expect(text.contains("equal in all"))
  }

  @Test func `a part of it, another problem, sizes alone`() throws {
    let masked = try TestCourse("```attn cost arithmetic --problem causal.yaml\n```").text()
    #expect(masked.contains("visible only"), "\(masked)")
    #expect(!masked.contains("FLOPs for each byte"))
    let sizes = try TestCourse(
      "```attn cost --positions 512,8192 --model 4096 --heads 32\n```"
    ).text()
    #expect(sizes.contains("softmax and the rest"), "\(sizes)")
  }

  @Test(arguments: [
    ("cost everything", "cannot run 'attn cost everything'"),
    ("cost --positions 5", "--model and --heads are needed"),
    ("cost --positions 5,x --model 8 --heads 2", "--positions wants whole numbers"),
    ("cost --model 8", "cannot run 'attn cost'; it is written: cost"),
  ])
  func `what cannot be counted is refused with its line`(
    words: String, beginning: String
  ) throws {
    let complaint = try TestCourse("ok\n\n```attn \(words)\n```").complaint()
    #expect(complaint.hasPrefix("lesson.md:8: \(beginning)"), "\(complaint)")
  }
}

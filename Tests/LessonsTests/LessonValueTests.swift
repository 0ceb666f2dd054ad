// SPDX-License-Identifier: MIT

import Lessons
import Testing

struct LessonValueTests {
  @Test(arguments: [
    ("{=weights[0,2,1]}", "value(weights[0,2,1], –)"),
    ("{=weights[0,2,1]:2}", "value(weights[0,2,1], 2)"),
    (
      "{=raw_scores[0,1,0]:0} and {=row_max[0,1,0]}",
      "value(raw_scores[0,1,0], 0) and value(row_max[0,1,0], –)"
    ),
    ("**{=output[1,3]}**", "strong(value(output[1,3], –))"),
    ("a{=output[1,3]}b", "avalue(output[1,3], –)b"),
    ("{=weights[0,sat,cat]}", "value(weights[0,sat,cat], –)"),
    ("a { b } {c} {", "a { b } {c} {"),
    ("`{=weights[0,2,1]}`", "code({=weights[0,2,1]})"),
  ])
  func `a value stands in running text`(source: String, expected: String) throws {
    let block = try #require(try blocks(source).first)
    guard case .paragraph(let text) = block.content else {
      Issue.record("no paragraph")
      return
    }
    #expect(Outline.of(text) == expected)
  }

  @Test(arguments: [
    "{=}", "{=weights}", "{=weights[0,2,1]", "{=weights[0,,1]}", "{=weights[]}", "{=[0]}",
    "{=weights[0]:}", "{=weights[0]:two}", "{=weights[0]:-1}", "{=weights[0]:99}",
    "{=weights[0]:1:2}", "{=weights[[0]]}", "{=weights[0,\n1]}",
  ])
  func `a broken value is refused`(source: String) {
    let said = complaint("ok\n" + source)
    #expect(said.hasPrefix("lesson.md:7: \"{="))
    #expect(
      said.hasSuffix(
        "names no value; expected for example {=weights[0,2,1]}, "
          + "or {=weights[0,2,1]:2} for two decimals, on one line"))
  }
}

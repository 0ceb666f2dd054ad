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
    ("{=causal.yaml:weights[0,2,1]:2}", "value(causal.yaml:weights[0,2,1], 2)"),
    ("{=sub/causal.yaml:output}", "value(sub/causal.yaml:output, –)"),
    ("{=sum weights[0,2,*]:3}", "value(sum weights[0,2,*], 3)"),
    ("{=shape weights}", "value(shape weights, –)"),
    ("{=max raw_scores:1}", "value(max raw_scores, 1)"),
    ("{=a[0] - b.yaml:a[0]:2}", "value(a[0] - b.yaml:a[0], 2)"),
    ("{=raw_scores[0] / scaled_scores[0]}", "value(raw_scores[0] / scaled_scores[0], –)"),
    ("{=largest a - b.yaml:a:9}", "value(largest a - b.yaml:a, 9)"),
    ("{=sum[0]}", "value(sum[0], –)"),
    ("{0.77=weights[0,3,1]}", "typed 0.77 value(weights[0,3,1], 2)"),
    ("{-12=max raw_scores}", "typed -12 value(max raw_scores, 0)"),
    ("{#0.5} and {#-3}", "constant(0.5) and constant(-3)"),
    (
      "{12} {x=1} {=sum a[*]} and {=sum b[*]}",
      "{12} {x=1} value(sum a[*], –) and value(sum b[*], –)"
    ),
    ("{a *b* c}", "{a emphasis(b) c}"),
    ("`{=sum a[*]}` *{=sum a[*,*]}*", "code({=sum a[*]}) emphasis(value(sum a[*,*], –))"),
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
    "{=}", "{=weights[0,2,1]", "{=weights[0,,1]}", "{=weights[]}", "{=[0]}", "{=weights[0]:}",
    "{=weights[0]:two}", "{=weights[0]:-1}", "{=weights[0]:99}", "{=weights[0]:1:2}",
    "{=weights[[0]]}", "{=weights[0,\n1]}", "{=total weights[0,*]}", "{=:weights[0]}",
    "{=a[0] + b[0]}", "{=a[0] -}", "{=a[0]  - b[0]}", "{0.77=weights[0,3,1]:2}",
    "{0.7.7=weights[0]}", "{=other.yml:weights[0]}", "{#a}", "{#}", "{#1.}", "{=weights[0]x}",
  ])
  func `a broken value is refused`(source: String) {
    let said = complaint("ok\n" + source)
    #expect(said.hasPrefix("lesson.md:7: \"{"), "\(said)")
    #expect(said.contains("names no value; expected for example {=weights[0,2,1]}, "), "\(said)")
  }
}

// SPDX-License-Identifier: MIT

import Display
import Explanation
import Testing

@testable import Lessons

/// A miniature course with faults: each is reported, with file and line.
struct CourseCheckTests {
  private func findings(
    _ check: any CourseCheck, _ prose: String, files: [String: String] = [:]
  ) throws -> [String] {
    let course = try TestCourse(prose, files: files)
    let report = CourseReport(try LessonCatalog(home: course.home), checks: [check])
    return report.findings.map {
      "\($0.place): \($0.sentence)".replacing(course.folder + "/", with: "")
    }
  }

  @Test func `every fault of a page is listed, not only the first`() throws {
    let found = try findings(
      LessonRuns(), "a {=weights[9,9,9]}\n\n```attn shw weights\n```\n\n## {=no[0]}\n\nb\n{=c}\n")
    #expect(found.count == 4, "\(found)")
    #expect(found[0].hasPrefix("lesson.md:6: {=weights[9,9,9]}"))
    #expect(found[1].hasPrefix("lesson.md:8: cannot run 'attn shw weights'"))
    #expect(found[2].hasPrefix("lesson.md:11: {=no[0]}"))
    #expect(found[3].hasPrefix("lesson.md:14: {=c}"))
  }

  @Test func `a lesson or a problem that cannot be read is one finding`() throws {
    let html = try findings(LessonRuns(), "a\n\n<b>\n")
    #expect(html.count == 1 && html[0].hasPrefix("lesson.md:8: raw HTML"), "\(html)")
    let problem = try findings(
      LessonRuns(), "a", files: ["problem.yaml": TestCourse.problem + "hads: 2\n"])
    #expect(
      problem.count == 1 && problem[0].hasPrefix("problem.yaml:29: hads: is no key"), "\(problem)")
  }

  @Test func `a lesson lacks what a lesson is made of`() throws {
    let found = try findings(LessonShape(), "## One\n")
    #expect(found.count == 6, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("lesson.md:1: ") })
    #expect(found.contains { $0.contains("no sheet to fill in") })
  }

  @Test func `typed numbers that are not what they claim`() throws {
    let prose =
      "{2.00=input[0,2]} and\n{2.10=input[0,2]}, {−1=input[0,3]}\n\n- {3=max input}, {4=max input}"
    let found = try findings(NumbersAgree(), prose)
    #expect(
      found == [
        "lesson.md:7: '2.10' is typed here, but input[0,2] is 2.00",
        "lesson.md:9: '4' is typed here, but max input is 3",
      ])
  }

  @Test func `numbers in the prose that nobody vouches for`() throws {
    let prose = """
      It is 0.77, (2.5) and −1.25; *0.1* too.
      Section 3.2, sections 3.2.1, 3.4 and 3.5, Python 3.12, 12 words, v1.2, {#0.5}, `0.9`,
      {=input[0,2]}, [arXiv 1706.03762](https://arxiv.org/abs/1706.03762), 3. But 0.3.

      | a | b |
      |---|---|
      | 1 | 2.5 % |

      ```attn ask
      About 0.4?
      ---
      Yes
      ```

      ```text
      0.8
      ```
      """
    let found = try findings(NumbersAreMarked(), prose)
    let pairs = found.map { $0.split(separator: ";")[0] }
    #expect(
      pairs == [
        "lesson.md:6: the number 0.77 is typed", "lesson.md:6: the number 2.5 is typed",
        "lesson.md:6: the number −1.25 is typed", "lesson.md:6: the number 0.1 is typed",
        "lesson.md:8: the number 0.3 is typed", "lesson.md:12: the number 2.5 is typed",
        "lesson.md:15: the number 0.4 is typed",
      ], "\(found)")
  }

  @Test func `links that lead nowhere`() throws {
    let prose = """
      [a](https://example.org/x) [b](http://example.org) [c](causal.yaml) [d](#x) [e](none.md)
      [f](ftp://x.y) `attn trace lesson:99-none` `lesson:04-test`

      ```console
      $ ./attn lesson 4
      $ ./attn trace lesson:05-no
      ```
      """
    let found = try findings(LinksExist(), prose)
    #expect(
      found.map { String($0.prefix(60)) }
        == [
          "lesson.md:6: 'http://example.org' is no address of the form https://host/…",
          "lesson.md:6: the link leads to 'none.md', which is not there; it is sought",
          "lesson.md:7: 'ftp://x.y' is no address of the form https://host/…",
          "lesson.md:7: there is no lesson '99-none' in this course",
          "lesson.md:11: there is no lesson '05-no' in this course",
        ].map { String($0.prefix(60)) }, "\(found)")
  }

  @Test func `a number at the beginning of a line makes a list`() throws {
    let found = try findings(
      LessonShape(), "It belongs to head\n1. Another belongs to none.\n\n1. So.\n")
    #expect(found.count { $0.hasPrefix("lesson.md:7: a number at the beginning") } == 1, "\(found)")
    #expect(!found.contains { $0.hasPrefix("lesson.md:9:") }, "\(found)")
  }

  @Test func `files that nothing names`() throws {
    #expect(try findings(FilesAreUsed(), "```attn show input --problem causal.yaml\n```").isEmpty)
    let found = try findings(FilesAreUsed(), "a", files: ["old.txt": "x", "AExercise.swift": ""])
    #expect(found.map { $0.split(separator: ":")[0] } == ["causal.yaml", "old.txt"])
  }

  @Test func `code that does not fit`() throws {
    let fits = String(repeating: "x", count: 76)
    let found = try findings(
      FitsEightyColumns(), "```text\n\(fits)\n\(fits)x\n```\n\n> ```text\n> \(fits)\n> ```\n")
    #expect(
      found.map { String($0.prefix(14)) } == ["lesson.md:8: t", "lesson.md:12: "], "\(found)")
  }

  @Test func `sheets are drawn and tell mistakes apart`() throws {
    #expect(try findings(WorksheetSeparates(), "a").isEmpty)
    let large = TestCourse.problem.replacing("heads: 2", with: "heads: 2\nscale: 1000")
    let found = try findings(WorksheetSeparates(), "a", files: ["problem.yaml": large])
    #expect(found.count == 2)
    #expect(found[0].hasPrefix("problem.yaml: no sheet with seed 1: none of 260 draws"), "\(found)")
    let shown =
      "```console\n$ ./attn worksheet lessons/04-test/large.yaml \\\n  --steps weights\n```"
    let other = try findings(WorksheetSeparates(), shown, files: ["large.yaml": large])
    #expect(other.count == 2)
    #expect(other.allSatisfy { $0.hasPrefix("large.yaml: no sheet with seed") }, "\(other)")
  }

  @Test func `a report for people and one for programs`() throws {
    let course = try TestCourse("It is 0.5.\n")
    let report = CourseReport(try LessonCatalog(home: course.home), checks: [NumbersAreMarked()])
    #expect(report.json.text.contains(#""check":"numbers-are-marked""#))
    #expect(report.json.text.contains(#""line":6,"#))
    #expect(report.json.text.contains(#""holds":false"#))
    #expect(report.document.blocks.count == 5)
  }
}

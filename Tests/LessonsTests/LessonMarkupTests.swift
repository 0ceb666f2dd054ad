// SPDX-License-Identifier: MIT

import Lessons
import Testing

struct LessonMarkupTests {
  @Test func `headings, paragraphs and running text`() throws {
    let prose = """
      ## Where *Q* comes from

      One **bold `x_1`** word,
      a [link](https://example.org/a?b=c) and `code <b>`.\\
      Next line, a \\* and an &amp;.
      """
    #expect(
      Outline.of(try blocks(prose)) == """
        6 heading 2: Where emphasis(Q) comes from
        8 paragraph: One strong(bold code(x_1)) word,¬a link(link, https://example.org/a?b=c) \
        and code(code <b>).⏎Next line, a * and an &.
        """)
  }

  @Test func `Chinese text`() throws {
    let prose = """
      ## 查询、键和值

      每个词都**看**其他的词：{=weights[0,2,1]:2}。

      | 词 | 权重 |
      |:--|--:|
      | 猫 | {=weights[0,1,1]} |
      """
    #expect(
      Outline.of(try blocks(prose)) == """
        6 heading 2: 查询、键和值
        8 paragraph: 每个词都strong(看)其他的词：value(weights[0,2,1], 2)。
        10 table [Lessons.LessonAlignment.left, Lessons.LessonAlignment.right]
          词 | 权重
          猫 | value(weights[0,1,1], –)
        """)
  }

  @Test func `lists in lists, with numbers and blocks`() throws {
    let prose = """
      3. three
         - a
           - b

             c
         - d
      4. four

         ```swift
         let x = 1

         let y = 2
         ```
      """
    #expect(
      Outline.of(try blocks(prose)) == """
        6 list from 3
          item
            6 paragraph: three
            7 list
              item
                7 paragraph: a
                8 list
                  item
                    8 paragraph: b
                    10 paragraph: c
              item
                11 paragraph: d
          item
            12 paragraph: four
            14 code(swift): let x = 1⏎⏎let y = 2
        """)
  }

  @Test func `tables keep their columns`() throws {
    let prose = """
      before

      | step | formula | |
      |------|:-------:|--|
      | *1* | `Q = X·W` |
      | 2 \\| 3 | x | y | dropped |

      after
      """
    let made = try blocks(prose)
    #expect(
      Outline.of(made) == """
        6 paragraph: before
        8 table [Lessons.LessonAlignment.natural, Lessons.LessonAlignment.center, \
        Lessons.LessonAlignment.natural]
          step | formula | \n  emphasis(1) | code(Q = X·W) | \n  2 | 3 | x | y
        13 paragraph: after
        """)
  }

  @Test func `quotes, rules, mathematics and indented code`() throws {
    let prose = """
      > said
      > > twice

      ---

      ```math
      A = \\mathrm{softmax}(S)
      ```

          plain <b>
      """
    #expect(
      Outline.of(try blocks(prose)) == """
        6 quote
          6 paragraph: said
          7 quote
            7 paragraph: twice
        9 rule
        11 math: A = \\mathrm{softmax}(S)
        15 code(): plain <b>
        """)
  }

  @Test func `live blocks carry words, body and line`() throws {
    let prose = """
      ```attn show weights --head 0
      ```

      - ~~~attn why 'weights[0, 2, 1]' "a 'b'" ''
        body
        ~~~
      """
    #expect(
      Outline.of(try blocks(prose)) == """
        6 live ["show", "weights", "--head", "0"]: \n9 list
          item
            9 live ["why", "weights[0, 2, 1]", "a \\'b\\'", ""]: body
        """)
    guard case .live(let command) = try #require(blocks(prose).first).content else {
      Issue.record("no live block")
      return
    }
    #expect(command.line == 6)
  }

  @Test func `a question is prose, with values and commands of its own`() throws {
    let prose = """
      ````attn ask
      Which word?

      - a guess
      ---
      This one: {=weights[0,2,1]}.

      ```attn why weights[0,2,1]
      ```
      ````
      """
    #expect(
      Outline.of(try blocks(prose))
        == """
        6 question
          7 paragraph: Which word?
          9 list
            item
              9 paragraph: a guess
        answer
          11 paragraph: This one: value(weights[0,2,1], –).
          13 live ["why", "weights[0,2,1]"]: \n
        """.dropLast())
  }

  @Test func `Windows line ends and a byte order mark change nothing`() throws {
    let text = "---\ntitle: a\nquestion: b\nminutes: 1\n---\n## c\n\n```attn ask\nd\n---\ne\n```\n"
    let windows =
      "\u{FEFF}"
      + text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    let plain = try LessonMarkup(bytes: Array(text.utf8), file: "lesson.md")
    #expect(try LessonMarkup(bytes: Array(windows.utf8), file: "lesson.md") == plain)
  }
}

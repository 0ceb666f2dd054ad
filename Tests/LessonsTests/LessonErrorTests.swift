// SPDX-License-Identifier: MIT

import Lessons
import Testing

struct LessonErrorTests {
  @Test func `raw HTML names file and line`() {
    #expect(
      complaint("one\n\n<div>\nx\n</div>") == """
        lesson.md:8: raw HTML, "<div>", cannot be shown in a terminal. Use Markdown, or put it \
        between backticks to show it as it stands
        """)
    #expect(complaint("one\ntwo <b>three</b>").hasPrefix("lesson.md:7: raw HTML, \"<b>\""))
    #expect(complaint("- x\n\n  | a |\n  |---|\n  | <i> |").hasPrefix("lesson.md:8: raw HTML"))
    #expect(complaint("<!-- hidden -->").hasPrefix("lesson.md:6: raw HTML"))
    #expect(complaint("```attn ask\na\n---\nb\n<i>\n```").hasPrefix("lesson.md:10: raw HTML"))
  }

  @Test func `an image is refused`() {
    #expect(
      complaint("![map](heat.png)") == """
        lesson.md:6: the image "heat.png" cannot be shown in a terminal. Use a live block or a table
        """)
  }

  @Test(arguments: ["```attn show x\n", "text\n\n```swift\nlet x = 1\n", "~~~", "> ```\n> x\n"])
  func `a fence that is never closed is refused`(prose: String) {
    #expect(complaint(prose).contains(": the block that is opened here is never closed."))
  }

  @Test(arguments: [
    ("```attn\n```", "a live block without a command; expected for example ```attn show weights"),
    ("```attn why 'weights\n```", #"a quotation mark is not closed in "attn why 'weights""#),
    ("```attn ask\na\n```", "```attn ask needs a question, then a line ---, then the answer"),
    ("```attn ask\n---\na\n```", "```attn ask needs a question, then a line ---, then the answer"),
    ("```attn ask\na\n---\n```", "```attn ask needs a question, then a line ---, then the answer"),
  ])
  func `a live block that says too little`(prose: String, sentence: String) {
    #expect(complaint(prose) == "lesson.md:6: \(sentence)")
  }

  @Test(arguments: [
    (
      "",
      #":1: found "" where the head of the lesson was expected: a line ---, then title, "#
        + "question and minutes, then a line ---"
    ),
    ("# Title\n", ":1: found \"# Title\" where the head"),
    ("---\ntitle: a\n", ":1: the head of the lesson has no end. Close it with a line ---"),
    ("---\ntitle\n---", #":2: found "title" in the head; expected a line such as "minutes: 15""#),
    (
      "---\n\ntitel: a\n---",
      #":3: the head has no key "titel". Did you mean title? It knows title, "#
        + "question, minutes, reads"
    ),
    ("---\nauthor: a\n---", #":2: the head has no key "author". It knows title"#),
    ("---\ntitle: a\ntitle: b\n---", ":3: title is said twice in the head. Keep one"),
    ("---\ntitle:  \n---", #":2: nothing follows "title:" in the head"#),
    (
      "---\ntitle: a\nminutes: 5\n---",
      #":4: the head does not say its question. Add a line "question: …" before this one"#
    ),
    (
      "---\ntitle: a\nquestion: b\nminutes: soon\n---",
      #":4: minutes: "soon" is not a whole number from 1 to 240"#
    ),
    ("---\ntitle: a\nquestion: b\nminutes: 0\n---", ":4: minutes: \"0\" is not"),
  ])
  func `a head with something wrong`(text: String, beginning: String) {
    let said = complaint(bytes: Array(text.utf8))
    #expect(said.hasPrefix("lesson.md" + beginning), "\(said)")
  }

  @Test func `a head as it should be`() throws {
    let text = """
      ---
      # a remark
      title: "What: a title"
      question: Why is 1 + 1 = 2?

      minutes: 25
      reads: One 2017, section 3.2; Two ;
      ---
      """
    let header = try LessonMarkup(bytes: Array(text.utf8), file: "lesson.md").header
    #expect(header.title == "What: a title")
    #expect(header.question == "Why is 1 + 1 = 2?")
    #expect(header.minutes == 25)
    #expect(header.reads == ["One 2017, section 3.2", "Two"])
  }
}

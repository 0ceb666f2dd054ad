// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import Tensors
import Testing

/// `*` and `&` begin aliases and anchors in YAML, and mean nothing of the kind inside text.
@Suite struct AsteriskTests {
  @Test(arguments: [
    ("title: 2 * 3", "2 * 3"),
    ("title: 2 *3 and R &D", "2 *3 and R &D"),
    ("title: \"*bold*\"", "*bold*"),
    ("title: '&amp; *x'", "&amp; *x"),
    ("title: \"a: *b, [*c] {*d\"", "a: *b, [*c] {*d"),
    ("title: x\n  *y # *z", "x *y"),
    ("# *note\ntitle: x # &a *a", "x"),
    ("title: |\n  * one\n  *two\n  - *three", "* one\n*two\n- *three"),
    ("title: \"one\n  *two &three\"", "one *two &three"),
  ])
  func `text may hold it`(_ text: String, _ title: String) throws {
    #expect(try problem(text).title == title)
  }

  @Test func `tokens and comments of a matrix may hold it`() throws {
    let problem = try problem("tokens: [\"*\", a*b, '*p', 2*3]\ninput: |\n  1 2 # *x &x\n  3 4")
    #expect(problem.queryLabels == ["*", "a*b", "*p", "2*3"])
    #expect(problem.input?.shape == [2, 2])
  }

  @Test(arguments: [
    ("flow", "input: &a [1, 2]\nquery: *a", 2),
    ("block", "input: &a\n- 1\nquery:\n- *a", 2),
    ("a matrix", "input: &a |\n  1\nquery: *a", 2),
    ("a scalar", "title: x\nheads: &a 2", 3),
    ("a key", "? &a heads\n: 1", 2),
    ("an alias as key", "tokens: [&a x]\n*a : 2", 2),
    ("a merge key", "biases: &a {query: 1}\nprojections:\n  <<: *a", 2),
    ("inside a list", "tokens: [&a x, *a, *a]", 2),
    ("after a comment", "input: # one\n  &a [1]\nquery: # two\n  *a", 3),
    ("after a quoted string", "mask: {\"causal\":&a x}", 2),
    ("after quotes that look open", "title: a\n  \"b\ninput: *a\nheads: 1", 4),
    ("no anchor", "title: *note", 2),
    ("not even a name", "title: *bold*", 2),
    ("nor for an anchor", "title: &copy; 2026", 2),
  ])
  func `an alias is refused`(_ form: String, _ body: String, _ line: Int) throws {
    let error = try #require(slip("format: 1\n" + body))
    #expect(error.line == line, "\(form): \(error)")
    #expect(error.sentence.contains("begins a YAML a"), "\(form): \(error)")
    #expect(error.sentence.contains("put quotes around it"), "\(form): \(error)")
  }
}

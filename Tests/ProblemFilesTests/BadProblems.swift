// SPDX-License-Identifier: MIT

import Testing

/// A slip, the line and key it must be reported at, and words its message must have.
struct BadProblem: Sendable, CustomTestStringConvertible {
  let slip: String
  /// What follows `format: 1`, so that it begins on line 2.
  let body: String
  let line: Int?
  let key: String
  let words: [String]

  init(_ slip: String, _ body: String, _ line: Int?, _ key: String, _ words: String...) {
    self.slip = slip
    self.body = body
    self.line = line
    self.key = key
    self.words = words
  }

  var testDescription: String { slip }
}

extension BadProblem {
  static let values = [
    BadProblem("unknown key", "title: x\nhaeds: 2", 3, "haeds", "did you mean 'heads'?"),
    BadProblem("strange key", "zebra: 2", 2, "zebra", "no key of a problem", "format, title"),
    BadProblem(
      "unknown role", "biases:\n  querry: 1", 3, "biases.querry", "did you mean 'query'?",
      "query, key, value, output"),
    BadProblem("a list as key", "? [a, b]\n: 1", 2, "", "expected a key", "a list of 2"),
    BadProblem("ragged text", "input: |\n  1 2\n  3", 4, "input", "1 number,", "above have 2"),
    BadProblem(
      "ragged list", "input:\n- [1, 2]\n- [3]", 4, "input[1]", "1 number,", "above have 2"),
    BadProblem("list of rows and numbers", "input: [[1], 2]", 2, "input[1]", "is a number", "[1]"),
    BadProblem(
      "uneven stack", "input: |\n  1\n  2\n\n  3", 6, "input", "same number of rows", "2, 1"),
    BadProblem("not a number", "input: |\n  1 2\n  3 x4", 4, "input", "column 5", "'x4'"),
    BadProblem("indented further", "input: |\n    1 2\n     x", 4, "input", "column 6", "'x'"),
    BadProblem("not a number here", "input: 1 oops", 2, "input", "column 10", "'oops'"),
    BadProblem("not a number in quotes", "input: \"1 oops\"", 2, "input", "column 11", "'oops'"),
    BadProblem("not a number in a list", "input: [[1, two]]", 2, "input[0][1]", "'two'"),
    BadProblem("commas in text", "input: |\n  1, 2", 3, "input", "'1,'", "without commas"),
    BadProblem("decimal comma", "input: |\n  0,5 2", 3, "input", "'0,5'", "decimal point"),
    BadProblem("brackets in text", "input: |\n  [1 2]", 3, "input", "'[1'", "brackets"),
    BadProblem("rows without brackets", "input:\n- 1 2\n- 3 4", 3, "input[0]", "[1, 0, 1]"),
    BadProblem("blank cell", "input: |\n  1 ?", 3, "input", "column 5", "worksheet"),
    BadProblem("too large a number", "input: 1e999", 2, "input", "'1e999'", "1.8e308"),
    BadProblem(
      "endless digits", "input: " + String(repeating: "1", count: 500), 2, "input", "digits"),
    BadProblem("rows without |", "input:\n  1 2\n  3 4", 3, "input", "expected '|'"),
    BadProblem("folded rows", "input: >\n  1 2\n  3 4", 2, "input", "expected '|'"),
    BadProblem("rows in open quotes", "input: '1 2\n  3 4'", 2, "input", "expected '|'"),
    BadProblem("no numbers", "input: |\n  # none\nheads: 1", 2, "input", "found nothing"),
    BadProblem("nothing", "input:\nheads: 1", 2, "input", "expected a matrix", "found nothing"),
    BadProblem("empty list", "input: []", 2, "input", "empty list"),
    BadProblem("five axes", "input: [[[[[1]]]]]", 2, "input[0][0][0][0]", "at most 4 axes"),
    BadProblem("no heads", "heads: 0", 2, "heads", "from 1 to 65536", "'0'"),
    BadProblem("heads as a float", "heads: 1e9", 2, "heads", "whole number", "'1e9'"),
    BadProblem(
      "too many heads", "heads: 99999999999999999999", 2, "heads", "from 1 to 65536",
      "'99999999999999999999'"),
    BadProblem("heads in words", "heads: two", 2, "heads", "whole number", "'two'"),
    BadProblem("negative softcap", "softcap: -30", 2, "softcap", "above 0", "'-30'"),
    BadProblem("scale of nan", "scale: nan", 2, "scale", "such as 0.5", "'nan'"),
    BadProblem("scale of 1/0", "scale: 1/0", 2, "scale", "such as 0.5", "'1/0'"),
    BadProblem("scale of nothing", "scale:", 2, "scale", "found nothing"),
    BadProblem("unknown precision", "precision: flaot32", 2, "precision", "mean 'float32'?"),
    BadProblem("capital letters", "layout: Output-Input", 2, "layout", "mean 'output-input'?"),
    BadProblem("empty_rows", "empty_rows: zeros", 2, "empty_rows", "nan, zero", "mean 'zero'?"),
    BadProblem("softmax", "softmax: opened", 2, "softmax", "steps, weights", "'opened'"),
    BadProblem(
      "tokens in one text", "tokens: the cat", 2, "tokens", "[the, cat, sat]", "'the cat'"),
    BadProblem("a list as token", "tokens: [a, [b]]", 2, "tokens[1]", "a token", "a list of 1"),
    BadProblem("a missing token", "tokens:\n- a\n-\n- b", 4, "tokens[1]", "found nothing"),
    BadProblem(
      "a long token", "tokens: [" + String(repeating: "x", count: 1001) + "]", 2, "tokens[0]",
      "1000"),
    BadProblem("unknown mask", "mask: casual", 2, "mask", "'casual'", "did you mean 'causal'?"),
    BadProblem("mask of true", "mask: {causal: true}", 2, "mask.causal", "'causal' alone"),
    BadProblem(
      "two kinds", "mask:\n- causal\n- {window: [1, 0], allow: [[1]]}", 4, "mask[1]",
      "allow and window", "an item of its own"),
    BadProblem("no kind", "mask: [{}]", 2, "mask[0]", "one kind of mask; found none"),
    BadProblem("window of one", "mask: [{window: 2}]", 2, "mask[0].window", "[left, right]", "'2'"),
    BadProblem("window of three", "mask: [{window: [1, 2, 3]}]", 2, "mask[0].window", "list of 3"),
    BadProblem("half a key", "mask: [{key_lengths: [1.5]}]", 2, "mask[0].key_lengths[0]", "'1.5'"),
    BadProblem(
      "the least number", "mask: [{causal: {offset: -9223372036854775808}}]", 2,
      "mask[0].causal.offset", "-9223372036854775808"),
    BadProblem("positions", "positions: rotray", 2, "positions", "did you mean 'rotary'?"),
    BadProblem("base", "positions: {rotary: {base: 0}}", 2, "positions.rotary.base", "above 0"),
    BadProblem(
      "interleaved", "positions: {rotary: {interleaved: maybe}}", 2, "positions.rotary.interleaved",
      "true or false", "'maybe'"),
    BadProblem("half a cache entry", "cache: {keys: 1}", 2, "cache.keys", "did you mean 'key'?"),
    BadProblem("cache as a list", "cache: [1]", 2, "cache", "key, value", "a list of 1"),
    BadProblem("title as a list", "title: [a]", 2, "title", "a title", "a list of 1"),
  ]

  /// What YAML itself cannot read.
  static let structure = [
    BadProblem("duplicate keys", "heads: 1\ntitle: x\nheads: 2", 2, "", "'heads'", "keep one"),
    BadProblem("duplicate, quoted", "heads: 1\n\"heads\": 2", 2, "", "'heads'", "keep one"),
    BadProblem("tab", "biases:\n\tquery: 1", 3, "", "tab", "spaces"),
    BadProblem("two documents", "title: x\n---\nformat: 1", 3, "", "second YAML document"),
    BadProblem("colon in text", "title: a: b", 2, "", "column 9", "quotes"),
    BadProblem("no colon", "heads 2", 2, "", "colon"),
    BadProblem("open bracket", "tokens: [a, b\nheads: 1", 3, "", "'['", "line 2"),
    BadProblem("open brace", "biases: {query: 1\nheads: 1", 3, "", "'{'", "line 2"),
    BadProblem("open quotes", "title: \"x\nheads: 1", 2, "", "column 8", "never closed"),
    BadProblem("wrong indentation", "biases:\n  query: 1\n key: 2", 4, "", "indentation"),
    BadProblem("a sign that begins nothing", "title: @x", 2, "", "'@'", "quotes"),
    BadProblem("directive", "%TAG !a! b", 2, "", "'%'"),
    BadProblem("zero byte", "title: a\0b", 2, "", "0x00"),
    BadProblem("escape", "title: \u{1B}[31m", 2, "", "0x1B"),
    BadProblem("no character", "title: a\u{FFFE}", 2, "", "U+FFFE"),
  ]

  /// What can be read, but not computed.
  static let fits = [
    BadProblem("nothing to do", "title: x", nil, "input", "expected input with projections"),
    BadProblem("no projections", "input: 1 2", nil, "projections", "query is missing"),
    BadProblem("only a query", "query: 1 2", nil, "key", "is missing"),
    BadProblem(
      "half a cache", "query: 1\nkey: 1\nvalue: 1\ncache: {key: 1}", 5, "cache", "value is missing"),
    BadProblem(
      "heads that do not divide",
      "input: 1 2\nheads: 2\nprojections:\n  query: [[1], [1]]\n  key: [[1], [1]]\n  value: [[1], [1]]",
      3, "heads", "2"),
    BadProblem(
      "shared heads that do not divide", "input: 1 2\nheads: 4\nkey_value_heads: 3", 4,
      "key_value_heads", "1, 2, 4"),
    BadProblem(
      "a projection that does not fit",
      "input: 1 2 3\nprojections:\n  query: [[1, 2, 3], [4, 5, 6]]", 4, "projections.query",
      "[2, 3]",
      "layout: output-input?"),
    BadProblem("features", "query: 1 2\nkey: 1\nvalue: 1", 3, "key", "1 features", "query has 2"),
    BadProblem(
      "tokens", "tokens: [a, b]\nquery: 1\nkey: 1\nvalue: 1", 2, "tokens", "2 tokens", "1 positions"
    ),
    BadProblem(
      "mask shape", "query: 1\nkey: 1\nvalue: 1\nmask:\n- causal\n- {allow: 1 1}", 7,
      "mask[1].allow",
      "[1, 2]", "does not stretch"),
    BadProblem(
      "window below -1", "query: 1\nkey: 1\nvalue: 1\nmask: {window: [-2, 0]}", 5, "mask[0].window",
      "[-2, 0]", "-1 for unlimited"),
    BadProblem(
      "upstream", "query: 1\nkey: 1\nvalue: 1\nupstream: 1 2 3", 5, "upstream", "[1, 3]",
      "head_output"),
    BadProblem(
      "rotary dimensions",
      "query: 1 2\nkey: 1 2\nvalue: 1\npositions: {rotary: {dimensions: 9223372036854775806}}", 5,
      "positions.rotary.dimensions", "even number from 2 to 2"),
    BadProblem(
      "one table", "query: 1 2\nkey: 1 2\nvalue: 1\npositions: {rotary: {cos: 1}}", 5,
      "positions.rotary", "sin"),
  ]
}

// SPDX-License-Identifier: MIT

import Display
import Testing

@Suite struct MarkdownTests {
  @Test func `a matrix is a padded table with numbers on the right`() {
    let view = MatrixView(
      rowCount: 2, columnCount: 2, values: [1, 0, 0.2501, 0.7499], kind: .probability,
      blocked: [false, true, false, false], rowLabels: ["the", "注意力"],
      columnLabels: ["a|b", "注意力"], rowAxis: "query", columnAxis: "key",
      title: Mathematics(unicode: "A", ascii: "A", latex: "A", spoken: "the weights"))
    #expect(
      markdown(Document([.matrix(view)])) == #"""
        $A$, rows = query, columns = key

        |            |    a\|b |  注意力 |   sum |
        | ---------- | ------: | ------: | ----: |
        | **the**    | 1.000\* |       x | 1.000 |
        | **注意力** |   0.250 | 0.750\* | 1.000 |

        \* row maximum; x masked (-inf before softmax); 3 decimals, rounded.

        """#)
  }

  @Test func `every kind of block is written`() {
    let document = Document([
      .heading(level: 2, "Why *now*?"), .paragraph("1. not a list\n# no heading"),
      .formula(
        Mathematics(unicode: "a/b", ascii: "a/b", latex: #"\frac{a}{b}"#, spoken: "a over b")),
      .equations([
        Mathematics(unicode: "a = b·c", ascii: "a = b*c", latex: #"a = b \cdot c"#, spoken: "a"),
        Mathematics(unicode: "= 6", ascii: "= 6", latex: "= 6", spoken: "equals 6"),
      ]),
      .list([[.paragraph("one")], [.paragraph("two")]], ordered: true),
      .quote([.paragraph("said"), .paragraph("again")]), .code("a`b\n```\n", language: "swift"),
      .table(
        Table(
          header: ["name", "n"], rows: [[.code("a|`b"), "1"], []], alignments: [.left, .right])),
      .checks([Check(.passed, "sums to 1"), Check(.failed, "leaks")]), .rule,
      .tree([TreeNode("top", children: [TreeNode("inner")])]),
    ])
    #expect(
      markdown(document) == ##"""
        ## Why \*now\*?

        1\. not a list\
        \# no heading

        $$
        \frac{a}{b}
        $$

        $$
        \begin{aligned}
        a &= b \cdot c \\
        &= 6
        \end{aligned}
        $$

        1. one
        2. two

        > said
        >
        > again

        ````swift
        a`b
        ```
        ````

        | name      |   n |
        | --------- | --: |
        | ``a\|`b`` |   1 |
        |           |     |

        - ok: sums to 1
        - **FAIL**: leaks

        ---

        - top

          - inner

        """##)
  }

  @Test func `labels cannot open tags, links or new lines`() {
    let view = MatrixView(
      rowCount: 1, columnCount: 1, values: [1],
      rowLabels: ["<img src=x>\n[a](javascript:b)`\\"], columnLabels: ["\u{202e}"])
    let text = markdown(Document([.matrix(view)]))
    #expect(text.contains(#"\<img src=x\>\\n\[a\](javascript:b)\`\\"#))
    #expect(text.contains(#"\\u{202E}"#) && !text.contains("\u{202e}"))
  }
}

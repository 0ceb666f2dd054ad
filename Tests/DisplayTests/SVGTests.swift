// SPDX-License-Identifier: MIT

import Display
import Testing

@Suite struct SVGTests {
  @Test func `a picture has a title, a description and a rectangle and text for every cell`() throws
  {
    let picture = svg([Pictures.weights], title: "weights", description: "Who looks at whom")
    let tags = try Tags(picture)
    #expect(tags.values("role", of: "svg") == ["img"])
    #expect(tags.values("aria-labelledby", of: "svg") == ["title description"])
    #expect(tags.values("id", of: "title") == ["title"])
    #expect(tags.values("id", of: "desc") == ["description"])
    // 36 cells, 10 swatches and the paper.
    #expect(tags.count("rect") == 47)
    #expect(picture.contains(">0.970*</text>") && picture.contains(">注意力</text>"))
  }

  @Test func `heads stand side by side, and labels stay text`() throws {
    var heads = Array(Pictures.heads.prefix(3))
    heads[0].rowLabels?[0] = "</text><script>alert(1)</script>"
    let picture = svg(heads, title: "<b>", description: "&\u{1b}")
    let tags = try Tags(picture)
    #expect(tags.count("script") == 0 && tags.count("b") == 0)
    #expect(Set(tags.values("transform", of: "g")).count == 4)
  }

  @Test func `nothing to show is still a picture`() throws {
    #expect(try Tags(svg([], title: "none", description: "none")).count("svg") == 1)
  }
}

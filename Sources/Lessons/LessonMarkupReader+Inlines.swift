// SPDX-License-Identifier: MIT

extension LessonMarkupReader {
  /// Reads the running text of a block.
  ///
  /// Messages point to the block around it, if the parser does not know the place of the node.
  func inlines(
    of node: CommonMarkNode, within block: CommonMarkNode? = nil
  ) throws(LessonError) -> [LessonInline] {
    try inlines(of: node.children, line: line(of: block ?? node), depth: 0).made
  }

  /// Reads nodes in a row; a line that ends moves the place messages point to.
  private func inlines(
    of nodes: [CommonMarkNode], line start: Int, depth: Int
  ) throws(LessonError) -> (made: [LessonInline], line: Int) {
    var made: [LessonInline] = []
    var line = start
    guard depth < LessonLimits.inlineDepth else {
      throw error(.tooDeep(limit: LessonLimits.inlineDepth), line)
    }
    func inside(_ node: CommonMarkNode) throws(LessonError) -> [LessonInline] {
      let inner = try inlines(of: node.children, line: line, depth: depth + 1)
      line = inner.line
      return inner.made
    }
    for node in nodes {
      switch node.kind {
      case "text": made += try valuesAndText(safe(node.literal, line: line), line: line)
      case "code": made.append(.code(try safe(node.literal, line: line)))
      case "strong": made.append(.strong(try inside(node)))
      case "emph": made.append(.emphasis(try inside(node)))
      case "link":
        let destination = try safe(node.destination, line: line)
        made.append(.link(try inside(node), destination: destination))
      case "softbreak":
        made.append(.softBreak)
        line += 1
      case "linebreak":
        made.append(.lineBreak)
        line += 1
      case "html_inline": throw error(.html(found: node.literal), line)
      case "image": throw error(.image(found: node.destination), line)
      case let kind: throw error(.unsupported(kind: kind), line)
      }
    }
    return (made, line)
  }

  /// Cuts a text at its values: `is {=weights[0,2,1]:2} of` becomes text, value, text.
  private func valuesAndText(
    _ text: String, line: Int
  ) throws(LessonError) -> [LessonInline] {
    var made: [LessonInline] = []
    var rest = Substring(text)
    while let opening = rest.firstIndex(of: "{"), opening < rest.endIndex {
      let inside = rest[rest.index(after: opening)...]
      guard Self.beginsValue(inside) else {
        made.append(.text(String(rest[...opening])))
        rest = inside
        continue
      }
      guard let closing = inside.firstIndex(of: "}"), let value = Self.value(inside[..<closing])
      else {
        throw error(.value(found: String(rest[opening...])), line)
      }
      if opening > rest.startIndex { made.append(.text(String(rest[..<opening]))) }
      made.append(value)
      rest = rest[rest.index(after: closing)...]
    }
    if !rest.isEmpty { made.append(.text(String(rest))) }
    return made
  }

  /// Says whether a value follows a brace: `=`, `#`, or a number and `=`.
  private static func beginsValue(_ text: Substring) -> Bool {
    if text.first == "=" || text.first == "#" { return true }
    let number = text.prefix { $0.isNumber || ".-−".contains($0) }
    return !number.isEmpty && text[number.endIndex...].first == "="
  }

  private static func value(_ text: Substring) -> LessonInline? {
    guard text.first == "#" else { return LessonValue(text).map { .value($0) } }
    let number = text.dropFirst()
    return LessonValue.isNumber(number) ? .constant(String(number)) : nil
  }
}

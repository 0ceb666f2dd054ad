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
      let inside = rest.index(after: opening)
      guard inside < rest.endIndex, rest[inside] == "=" else {
        made.append(.text(String(rest[...opening])))
        rest = rest[inside...]
        continue
      }
      guard let closing = rest[inside...].firstIndex(of: "}"),
        let value = Self.value(rest[inside..<closing].dropFirst())
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

  /// Reads `weights[0,2,1]` or `weights[0,2,1]:2`; whether there is such a cell, the trace knows.
  private static func value(_ text: Substring) -> LessonInline? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let cell = parts.first, isCell(cell) else { return nil }
    guard parts.count == 2 else { return .value(cell: String(cell), decimals: nil) }
    guard let decimals = Int(parts[1]), (0...LessonLimits.decimals).contains(decimals) else {
      return nil
    }
    return .value(cell: String(cell), decimals: decimals)
  }

  private static func isCell(_ text: Substring) -> Bool {
    guard let bracket = text.firstIndex(of: "["), text.last == "]" else { return false }
    let stage = text[..<bracket]
    let indices = text[text.index(after: bracket)...].dropLast()
      .split(separator: ",", omittingEmptySubsequences: false)
    return !stage.isEmpty && stage.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      && indices.allSatisfy { !$0.isEmpty && !$0.contains("[") && !$0.contains("]") }
  }
}

// SPDX-License-Identifier: MIT

extension LessonMarkupReader {
  func blocks(of nodes: [CommonMarkNode], depth: Int) throws(LessonError) -> [LessonBlock] {
    var made: [LessonBlock] = []
    for node in nodes {
      guard depth < LessonLimits.blockDepth else {
        throw error(.tooDeep(limit: LessonLimits.blockDepth), line(of: node))
      }
      let content = try content(of: node, depth: depth)
      made.append(LessonBlock(line: line(of: node), content: content))
    }
    return made
  }

  private func content(
    of node: CommonMarkNode, depth: Int
  ) throws(LessonError) -> LessonBlock.Content {
    switch node.kind {
    case "heading": .heading(level: node.headingLevel, try inlines(of: node))
    case "paragraph": .paragraph(try inlines(of: node))
    case "list": try list(node, depth: depth)
    case "block_quote": .quote(try blocks(of: node.children, depth: depth + 1))
    case "code_block": try fenced(node, depth: depth)
    case "table": try table(node)
    case "thematic_break": .rule
    case "html_block": throw error(.html(found: node.literal), line(of: node))
    case let kind: throw error(.unsupported(kind: kind), line(of: node))
    }
  }

  private func list(
    _ node: CommonMarkNode, depth: Int
  ) throws(LessonError) -> LessonBlock.Content {
    var items: [[LessonBlock]] = []
    for item in node.children {
      items.append(try blocks(of: item.children, depth: depth + 1))
    }
    return .list(ordered: node.isOrderedList, start: node.listStart, items: items)
  }

  private func table(_ node: CommonMarkNode) throws(LessonError) -> LessonBlock.Content {
    var rows: [[[LessonInline]]] = []
    for row in node.children {
      var cells: [[LessonInline]] = []
      for cell in row.children { cells.append(try inlines(of: cell, within: node)) }
      rows.append(cells)
    }
    return .table(
      header: rows.first ?? [], rows: Array(rows.dropFirst()), alignments: node.tableAlignments)
  }
}

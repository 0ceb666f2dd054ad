// SPDX-License-Identifier: MIT

extension MarkdownPainter {
  /// The numbers of a plot; Markdown has no drawings.
  func plot(_ plot: Plot) -> String {
    let axes = "\(plot.vertical.name) over \(plot.horizontal.name)"
    let head = plot.title.map { "**\(escaped($0))**, \(escaped(axes))" } ?? escaped(axes)
    return
      ([atLineStart(head), table(plot.table)] + plot.omissions.map { atLineStart(escaped($0)) })
      .joined(separator: "\n\n")
  }
}

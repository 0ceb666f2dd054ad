// SPDX-License-Identifier: MIT

/// Returns the document as the bytes that belong on a terminal of these capabilities.
///
/// The function is pure: the same document and capabilities give the same bytes. Every line ends
/// with a newline, and none is wider than the width.
///
/// - Parameters:
///   - document: What to show.
///   - capabilities: Where it is shown.
/// - Returns: The lines, each with its newline; empty for an empty document.
public func render(_ document: Document, with capabilities: Capabilities) -> String {
  let width = max(Capabilities.minimumWidth, capabilities.width)
  let lines = Typesetter(capabilities).lines(for: document.blocks, width: width)
  return TerminalPainter(capabilities).paint(lines.map(\.trimmed))
}

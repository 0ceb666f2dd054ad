// SPDX-License-Identifier: MIT

/// Returns the document as Markdown: tables for matrices, formulas between dollar signs.
public func markdown(_ document: Document) -> String {
  MarkdownPainter().paint(document)
}

/// Returns the document as one HTML page that needs nothing from outside.
///
/// - Parameters:
///   - document: What to show.
///   - palette: The colours of amounts; numbers of both signs are always blue and red.
///   - language: The language of the text, as BCP 47 names it.
/// - Returns: The page, script and style included.
public func html(
  _ document: Document, palette: Capabilities.PaletteName = .magma, language: String = "en"
) -> String {
  var painter = HTMLPainter(palette: .sequential(palette), language: language)
  return painter.paint(document)
}

/// Returns the document as the source of a LaTeX article.
///
/// A comment at its beginning says which engine and packages the text needs.
public func latex(_ document: Document) -> String {
  LaTeXPainter().paint(document)
}

/// Returns a heat map as an SVG picture, one panel for each matrix, with one legend.
///
/// - Parameters:
///   - views: Matrices on one scale, such as the heads of one stage.
///   - title: What the picture shows, in a few words.
///   - description: The same in a sentence, for listeners.
///   - palette: The colours of amounts.
/// - Returns: A picture with title, description and numbers as text.
public func svg(
  _ views: [MatrixView], title: String, description: String,
  palette: Capabilities.PaletteName = .magma
) -> String {
  SVGPainter(palette: .sequential(palette)).paint(views, title: title, description: description)
}

// SPDX-License-Identifier: MIT

import Display
import TensorFiles

/// What a file is to hold, told by how its name ends.
enum ExportFormat: String {
  case npz, safetensors, json, svg
  case markdown = "md"
  case html
  case latex = "tex"

  /// What every document can become.
  static let documents: [ExportFormat] = [.markdown, .html, .latex]
  /// What a trace can become.
  static let ofTraces: [ExportFormat] = [.npz, .safetensors, .json] + documents + [.svg]

  /// Reads the ending of a path.
  ///
  /// - Throws: `UnusableInput` that lists the endings that are possible here.
  init(path: String, among formats: [ExportFormat]) throws {
    guard let found = formats.first(where: { path.hasSuffix("." + $0.rawValue) }) else {
      throw UnusableInput(
        "--export \(path): expected a name that ends in \(Self.list(formats))")
    }
    self = found
  }

  /// The endings as words: `.md, .html or .tex`.
  static func list(_ formats: [ExportFormat]) -> String {
    let endings = formats.map { "." + $0.rawValue }
    return endings.dropLast().joined(separator: ", ") + " or " + (endings.last ?? "")
  }

  /// Returns a document in this format; `nil` for a format that holds no documents.
  func text(of document: Document, palette: Capabilities.PaletteName) -> String? {
    switch self {
    case .markdown: Display.markdown(document)
    case .html: Display.html(document, palette: palette)
    case .latex: Display.latex(document)
    case .npz, .safetensors, .json, .svg: nil
    }
  }

  /// Writes a file whole or not at all, and says so.
  ///
  /// - Throws: `UnusableInput` when the file cannot be written.
  static func write(_ text: String, to path: String) throws {
    do {
      try AtomicFile.write(text, to: path)
    } catch {
      throw UnusableInput(error)
    }
    Console.report("wrote \(path)")
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
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
  /// What a lesson can become: its pages, or the numbers of its problem.
  static let ofLessons: [ExportFormat] = documents + [.json, .npz, .safetensors]
  /// What the explanation of a cell can become.
  static let ofExplanations: [ExportFormat] = documents + [.json]

  /// Reads the ending of a path.
  ///
  /// - Parameters:
  ///   - path: The file to write.
  ///   - formats: What is possible here.
  ///   - instead: What to type for a known format that has no meaning here, and why it has none.
  /// - Throws: `UnusableInput` that lists the endings that are possible here.
  init(
    path: String, among formats: [ExportFormat], instead: (ExportFormat) -> String? = { _ in nil }
  ) throws {
    if let found = formats.first(where: { path.hasSuffix("." + $0.rawValue) }) {
      self = found
      return
    }
    let known = Self.ofTraces.first { path.hasSuffix("." + $0.rawValue) }
    let reason = known.flatMap(instead).map { "; " + $0 } ?? ""
    throw UnusableInput(
      "--export \(path): expected a name that ends in \(Self.list(formats))\(reason)")
  }

  /// The endings as words: `.md, .html or .tex`.
  static func list(_ formats: [ExportFormat]) -> String {
    let endings = formats.map { "." + $0.rawValue }
    return endings.dropLast().joined(separator: ", ") + " or " + (endings.last ?? "")
  }

  /// Returns a document in this format.
  ///
  /// Formats of numbers hold no documents; commands that allow them write them themselves.
  func text(of document: Document, palette: Capabilities.PaletteName) -> String {
    switch self {
    case .markdown: Display.markdown(document)
    case .html: Display.html(document, palette: palette)
    case .latex: Display.latex(document)
    case .npz, .safetensors, .json, .svg: preconditionFailure("\(rawValue) holds no documents")
    }
  }

  /// Writes a file whole or not at all, and says so.
  ///
  /// - Parameters:
  ///   - text: The whole content.
  ///   - path: Where it goes.
  ///   - replacing: Whether a file that is there already may be replaced: `--force`.
  /// - Throws: `UnusableInput` when the file cannot be written, or is there already.
  static func write(_ text: String, to path: String, replacing: Bool) throws {
    try written { () throws(TensorFileError) in
      try AtomicFile.write(text, to: path, replacing: replacing)
    }
    Console.report("wrote \(path)")
  }

  /// Refuses a file that is there already before long work begins.
  ///
  /// - Throws: `UnusableInput` that names `--force`.
  static func require(_ path: String, isFreeUnless replacing: Bool) throws {
    guard !replacing else { return }
    try written { () throws(TensorFileError) in try AtomicFile.refuseExisting(path) }
  }

  /// Does something with a file and says in words of the command line why it cannot be done.
  static func written(_ write: () throws(TensorFileError) -> Void) throws {
    do throws(TensorFileError) {
      try write()
    } catch {
      if case .alreadyExists = error {
        throw UnusableInput("\(error); --force replaces it")
      }
      throw UnusableInput(error)
    }
  }

  /// Writes every stage of a trace under its id, and says so.
  ///
  /// - Throws: `UnusableInput` when the file cannot be written, or is there already.
  static func write(stagesOf trace: Trace, to path: String, replacing: Bool) throws {
    let arrays = trace.stages.compactMap { id in
      trace[id].map { (name: id.rawValue, tensor: $0) }
    }
    try written { () throws(TensorFileError) in
      try TensorFile.write(arrays, to: path, replacing: replacing)
    }
    Console.report("wrote \(arrays.count) stages to \(path)")
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// Writes a trace to a file: its numbers, its page, or a picture of one stage.
struct TraceExport {
  let trace: Trace
  let title: String?
  /// The stages that were asked for; `nil` for all of them.
  let stages: [StageID]?
  let head: Int?
  let decimals: Int?
  /// Whether numbers are written in full, as fractions where they are some.
  let isExact: Bool
  let output: OutputOptions

  /// Writes the format that the name of the file asks for.
  ///
  /// - Throws: `UnusableInput` for a name or a choice of stages that does not fit.
  func write(to path: String) throws {
    let format = try ExportFormat(path: path, among: ExportFormat.ofTraces)
    switch format {
    case .npz, .safetensors:
      try ExportFormat.write(stagesOf: trace, to: path, replacing: output.force)
    case .json:
      let json = trace.json(title: title).text + "\n"
      try ExportFormat.write(json, to: path, replacing: output.force)
    case .svg: try ExportFormat.write(try picture(), to: path, replacing: output.force)
    case .markdown, .html, .latex:
      let page = try output.scaled(page(notes: format == .html))
      try ExportFormat.write(
        format.text(of: page, palette: output.palette), to: path, replacing: output.force)
    }
  }

  private func page(notes: Bool) -> Document {
    let section = StageSection(
      trace, decimals: decimals, isExact: isExact, head: head, includesPictures: false,
      cellNotes: notes ? CellNotes(trace, stages: stages, decimals: decimals) : nil)
    return TraceDocument(trace, title: title, section: section).document(showing: stages)
  }

  private func picture() throws -> String {
    guard let stage = stages?.first, stages?.count == 1 else {
      throw UnusableInput(
        "--export: a picture (.svg) shows one stage; name it, for example --show weights")
    }
    let section = StageSection(trace, decimals: decimals, isExact: isExact, head: head)
    let views = try output.scaled(section.views(stage))
    let shape = trace.record(stage)?.axes.inWords ?? ""
    return svg(
      views, title: title.map { "\(stage): \($0)" } ?? stage.rawValue,
      description: "Heat map of \(stage), \(shape). \(Stage.named(stage).summary)",
      palette: output.palette)
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import Tensors

/// Where a live block runs: the lesson, the problem in force, and what the reader can take.
struct LiveScene {
  let page: LessonPage
  /// The problem of the block around it, such as `ask --problem other.yaml`.
  let problem: String?
  let includesPictures: Bool
  /// Whether every cell of the lesson's own problem carries a note.
  let cellNotes: CellNotes?

  /// The trace a block is about.
  ///
  /// - Throws: `LessonPageError` at the line of the block; it names the problem's file and line too.
  func trace(_ call: LiveCall) throws -> Trace {
    try call.located { try page.folder.trace(call.options["--problem"] ?? problem) }
  }

  /// A section writer for the trace a block is about.
  func section(_ call: LiveCall) throws -> StageSection {
    let trace = try trace(call)
    let head = try call.wholeNumber("--head")
    if let head,
      let heads = (trace[.weights] ?? trace[.query])?.axes.first(where: { $0.name == .head }),
      head >= heads.size
    {
      throw call.error(
        "--head \(head): there are \(heads.size) heads, counted from 0 to \(heads.size - 1)")
    }
    let isOwn = (call.options["--problem"] ?? problem) == nil
    return StageSection(
      trace, decimals: try call.wholeNumber("--decimals"), head: head,
      includesPictures: includesPictures, cellNotes: isOwn ? cellNotes : nil)
  }
}

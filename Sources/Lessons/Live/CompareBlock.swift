// SPDX-License-Identifier: MIT

import Checking
import Display

/// ` ```attn compare bug.json `: a dump beside the lesson, as `attn compare` judges it.
struct CompareBlock: LiveBlock {
  let name = "compare"
  let usage = "compare DUMP"

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    let name = try call.onlyArgument()
    return try call.located {
      let path = try scene.page.folder.path(of: name)
      let file = scene.page.folder
      let problem = try file.problem(call.options["--problem"] ?? scene.problem).problem
      let dump = try DumpFile(path: path)
      let trace = try problem.trace(forArraysNamed: dump.names)
      let comparison = try Comparison(of: try dump.arrays(for: trace), with: trace)
      return ComparisonDocument(comparison, title: name).document.blocks.map(\.asPartOfLesson)
    }
  }
}

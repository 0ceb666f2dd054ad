// SPDX-License-Identifier: MIT

import Checking
import Display

/// ` ```attn compare bug.json `: a dump beside the lesson, as `attn compare` judges it.
struct CompareBlock: LiveBlock {
  let name = "compare"
  let usage = "compare DUMP"

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    try ComparisonDocument(call.comparison(scene), title: call.onlyArgument()).document.blocks
      .map(\.asPartOfLesson)
  }
}

/// ` ```attn symptoms bug.json `: the same without the mistake's name, so that the reader finds it.
struct SymptomsBlock: LiveBlock {
  let name = "symptoms"
  let usage = "symptoms DUMP"

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    try ComparisonDocument(call.comparison(scene)).symptoms.blocks.map(\.asPartOfLesson)
  }
}

extension LiveCall {
  /// The dump that is named, held against the problem in force.
  fileprivate func comparison(_ scene: LiveScene) throws -> Comparison {
    let name = try onlyArgument()
    return try located {
      let folder = scene.page.folder
      let problem = try folder.problem(options["--problem"] ?? scene.problem).problem
      let dump = try DumpFile(path: try folder.path(of: name))
      let trace = try problem.trace(forArraysNamed: dump.names)
      return try Comparison(of: try dump.arrays(for: trace), with: trace)
    }
  }
}

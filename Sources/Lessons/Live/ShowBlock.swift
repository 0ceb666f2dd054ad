// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation

/// ` ```attn show weights --head 0 `: stages with their formula, numbers and heat map.
struct ShowBlock: LiveBlock {
  let name = "show"
  let usage = "show STAGE[,STAGE…] [--head N] [--decimals N]"
  let options: Set<String> = ["--head", "--decimals"]

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    let stages = call.arguments.joined().split(separator: ",")
    guard !stages.isEmpty else { throw call.misuse }
    let section = try scene.section(call)
    let trace = try scene.trace(call)
    return try stages.flatMap { stage in
      section.blocks(try call.located { try trace.stage(named: String(stage)) })
        .map(\.asPartOfLesson)
    }
  }
}

/// ` ```attn heads `: the weights of all heads side by side.
struct HeadsBlock: LiveBlock {
  let name = "heads"
  let usage = "heads"

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    try call.noArguments()
    return try scene.section(call).headPanels()
  }
}

/// ` ```attn trace `: every stage, and what was checked.
struct TraceBlock: LiveBlock {
  let name = "trace"
  let usage = "trace [--head N] [--decimals N]"
  let options: Set<String> = ["--head", "--decimals"]

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    try call.noArguments()
    return TraceDocument(try scene.trace(call), section: try scene.section(call))
      .document().blocks.map(\.asPartOfLesson)
  }
}

/// ` ```attn checks `: the rules every attention keeps, and whether this one does.
struct ChecksBlock: LiveBlock {
  let name = "checks"
  let usage = "checks"

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    try call.noArguments()
    return [.checks(TraceDocument(try scene.trace(call), section: try scene.section(call)).checks)]
  }
}

extension Block {
  /// Headings of live output stand below those of the lesson.
  var asPartOfLesson: Block {
    if case .heading(let level, let text) = self { return .heading(level: level + 1, text) }
    return self
  }
}

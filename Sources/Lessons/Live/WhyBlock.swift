// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation

/// ` ```attn why weights[0,2,1] `: how one cell came to be.
struct WhyBlock: LiveBlock {
  let name = "why"
  let usage = "why CELL [--depth N] [--decimals N]"
  let options: Set<String> = ["--depth", "--decimals"]

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    let cell = try call.onlyArgument()
    let trace = try scene.trace(call)
    let depth = try call.wholeNumber("--depth") ?? 1
    let decimals = try call.wholeNumber("--decimals") ?? 3
    guard (1...64).contains(depth), decimals <= 12 else {
      throw call.error("--depth is 1 to 64 and --decimals is 0 to 12")
    }
    let address = try call.located { try trace.cell(cell) }
    guard let why = CellExplanation(address, in: trace, decimals: decimals) else { return [] }
    // How to be told more is a matter of the command line; a lesson decides for itself.
    return WhyDocument(trace, decimals: decimals, depth: depth, showsPath: false)
      .document(for: why).blocks.map(\.asPartOfLesson)
  }
}

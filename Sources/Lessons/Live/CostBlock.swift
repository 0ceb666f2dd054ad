// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation

/// ` ```attn cost `: what the lesson's problem costs, as `attn cost` shows it; with sizes in place of a
/// problem, what those would cost.
struct CostBlock: LiveBlock {
  let name = "cost"
  let usage =
    "cost [arithmetic | memory | parts] or cost --positions N[,N…] --model N --heads N "
    + "[--key-value-heads N] [--cache N] [--window N]"
  let options: Set<String> = [
    "--positions", "--model", "--heads", "--key-value-heads", "--cache", "--window",
  ]

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    if call.options["--positions"] != nil { return try forSizes(call) }
    guard Set(call.options.keys).isSubset(of: ["--problem"]) else { throw call.misuse }
    let computed = try call.located {
      try scene.page.folder.problem(call.options["--problem"] ?? scene.problem)
    }
    let document = CostDocument(computed.trace, of: computed.problem)
    guard let part = call.arguments.first else {
      return document.document().blocks.map(\.asPartOfLesson)
    }
    guard call.arguments.count == 1, let chosen = CostDocument.Part(rawValue: part) else {
      throw call.misuse
    }
    let checks = chosen == .arithmetic && !document.checks.isEmpty
    return document.blocks(chosen).map(\.asPartOfLesson)
      + (checks ? [.checks(document.checks)] : [])
  }

  private func forSizes(_ call: LiveCall) throws -> [Block] {
    try call.noArguments()
    let positions = try (call.options["--positions"] ?? "").split(separator: ",").map { text in
      guard let number = Int(text), (1...1_000_000_000).contains(number) else {
        throw call.error(
          "--positions wants whole numbers from 1, such as 512,8192; found '\(text)'")
      }
      return number
    }
    guard let model = try call.wholeNumber("--model"), let heads = try call.wholeNumber("--heads"),
      model > 0, heads > 0, model % heads == 0, !positions.isEmpty
    else { throw call.error("--model and --heads are needed, and heads must divide the model") }
    let all = try positions.map { count in
      var sizes = AttentionSizes(positions: count, model: model, heads: heads)
      sizes.keyValueHeads = try call.wholeNumber("--key-value-heads") ?? heads
      guard sizes.keyValueHeads > 0, heads % sizes.keyValueHeads == 0 else { throw call.misuse }
      sizes.limit(
        cache: try call.wholeNumber("--cache") ?? 0, causal: false,
        window: try call.wholeNumber("--window"))
      return sizes
    }
    guard all.count > 1 else {
      return CostDocument(all[0]).document().blocks.map(\.asPartOfLesson)
    }
    return CostComparison(all).blocks()
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// ` ```attn mistake softmax-over-columns `: what the catalogue says of a mistake.
struct MistakeBlock: LiveBlock {
  let name = "mistake"
  let usage = "mistake ID"

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    let id = try call.onlyArgument()
    let known = try call.located {
      try Self.mistakes(in: scene.page.folder.problem(call.options["--problem"] ?? scene.problem))
    }
    guard let mistake = known.first(where: { $0.id == id }) else {
      let ids = Set(known.map(\.id)).sorted()
      let near = NearestSpelling.of(id, among: ids).map { "did you mean '\($0)'? These" } ?? "these"
      throw call.error(
        "there is no mistake '\(id.prefix(60))' in this problem; \(near) can happen in it: "
          + ids.joined(separator: ", "))
    }
    var blocks: [Block] = [
      .paragraph(.code(mistake.id)), .paragraph("What is done: " + Text(mistake.summary)),
      .paragraph("What to do instead: " + Text(mistake.remedy)),
    ]
    if !mistake.seenIn.isEmpty {
      blocks.append(.paragraph("Where it happened:"))
      blocks.append(
        .list(mistake.seenIn.map { [.paragraph(Self.reference($0))] }, ordered: false))
    }
    return [.quote(blocks)]
  }

  /// The mistakes that can be made in a problem, whether its softmax is opened up or not.
  private static func mistakes(in problem: ComputedProblem) -> [Mistake] {
    var other = problem.problem
    other.opensSoftmax.toggle()
    let traces = [problem.trace] + [try? Attention.trace(other)].compactMap { $0 }
    return traces.flatMap { trace in
      trace.stages.flatMap { trace.alternatives(at: $0).map(\.mistake) }
    }
  }

  /// An issue of a project, `owner/name#12`, leads to its page.
  private static func reference(_ text: String) -> Text {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].split(separator: "/").count == 2, Int(parts[1]) != nil,
      !text.contains(" ")
    else { return Text(text) }
    return .link(text, to: "https://github.com/\(parts[0])/issues/\(parts[1])")
  }
}

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
    guard let mistake = MistakeCatalogue.entry(id) else {
      let near =
        NearestSpelling.of(id, among: MistakeCatalogue.all.map(\.id))
        .map { "did you mean '\($0)'? " } ?? ""
      throw call.error(
        "there is no mistake '\(id.prefix(60))'; \(near)attn mistakes lists them all")
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

  /// An issue of a project, `owner/name#12`, leads to its page.
  private static func reference(_ text: String) -> Text {
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].split(separator: "/").count == 2, Int(parts[1]) != nil,
      !text.contains(" ")
    else { return Text(text) }
    return .link(text, to: "https://github.com/\(parts[0])/issues/\(parts[1])")
  }
}

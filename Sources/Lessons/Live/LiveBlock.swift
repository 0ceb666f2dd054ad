// SPDX-License-Identifier: MIT

import Display

/// One kind of live block: how it is written, and what stands in its place.
///
/// A new kind is one file: a type like its neighbours, and its name in `all`.
protocol LiveBlock: Sendable {
  /// The word after `attn`.
  var name: String { get }
  /// How an author writes it, for messages: `show STAGE[,STAGE…] [--head N]`.
  var usage: String { get }
  /// The options it takes beside `--problem`, which every kind takes; each wants a value.
  var options: Set<String> { get }

  /// What stands in the place of the block.
  ///
  /// - Throws: `LessonPageError` at the line of the block.
  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block]
}

extension LiveBlock {
  var options: Set<String> { [] }
}

/// The kinds of live blocks there are.
enum LiveBlocks {
  static let all: [any LiveBlock] = [
    ShowBlock(), WhyBlock(), HeadsBlock(), TraceBlock(), ChecksBlock(), DifferenceBlock(),
    CheckBlock(), CompareBlock(), SymptomsBlock(), MistakeBlock(), MeasureBlock(), CostBlock(),
    RefusedBlock(),
  ]

  /// What a lesson's author may write after `attn`.
  static var usages: [String] {
    all.map(\.usage) + ["ask (a question, a line ---, its answer)"]
  }

  /// Runs a block of a lesson.
  static func blocks(_ command: LiveCommand, _ scene: LiveScene) throws -> [Block] {
    guard let kind = all.first(where: { $0.name == command.words.first }) else {
      throw LessonPageError(
        file: scene.page.file, line: command.line,
        sentence: "cannot run 'attn \(command.words.joined(separator: " "))'; a live block is one "
          + "of " + usages.joined(separator: "; "))
    }
    let call = try LiveCall(command, kind, file: scene.page.file)
    return try kind.blocks(call, scene)
  }
}

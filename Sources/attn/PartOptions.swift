// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Explanation
import Tensors

extension BlockStatistic: ExpressibleByArgument {}

/// Which part of a stage to show, for stages too large to be shown or kept whole.
struct PartOptions: ParsableArguments {
  @Option(help: "Only these rows of a stage, such as 5 or 100..163, counted from 0.")
  var rows: String?

  @Option(help: "Only these columns of a stage.")
  var columns: String?

  @Option(help: "An overview of at most this many blocks either way; 64 for what cannot be kept.")
  var blocks: Int?

  @Option(help: "What each block of an overview becomes: mean or max.")
  var statistic = BlockStatistic.mean

  @Flag(help: "The largest number of each row.")
  var rowMaxima = false

  func validate() throws {
    if let blocks, !(1...512).contains(blocks) {
      throw ValidationError("--blocks is \(blocks); expected 1 to 512")
    }
    let chosen = [rows != nil || columns != nil, blocks != nil, rowMaxima].count { $0 }
    if chosen > 1 {
      throw ValidationError("--rows and --columns, --blocks, and --row-maxima exclude each other")
    }
    _ = try choice
  }

  /// What was chosen; `nil` for whole stages.
  var choice: StageExcerpt.Choice? {
    get throws {
      if rowMaxima { return .rowMaxima }
      if let blocks { return .blocks(blocks, statistic) }
      guard rows != nil || columns != nil else { return nil }
      return .part(
        rows: try Self.range(rows, "--rows"), columns: try Self.range(columns, "--columns"))
    }
  }

  private static func range(_ text: String?, _ name: String) throws -> Range<Int>? {
    guard let text else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let ends = [parts.first, parts.last].compactMap { $0.flatMap { Int($0) } }
    let isPair = parts.count == 3 && parts[1].isEmpty
    guard parts.count == 1 || isPair, ends.count == 2, ends[0] >= 0, ends[0] <= ends[1],
      ends[1] < 1 << 40
    else {
      throw ValidationError(
        "\(name) is '\(text.prefix(40))'; expected a number from 0, or two with the last included: 100..163"
      )
    }
    return ends[0]..<(ends[1] + 1)
  }
}

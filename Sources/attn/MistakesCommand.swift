// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Display
import Tensors

struct MistakesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mistakes", abstract: "List the classic mistakes, or explain one.",
    discussion: """
      check, compare and grade name these mistakes. With an ID: what was done, the wrong formula, how
      the numbers give it away, what to do, and the real projects it happened to.
      """)

  @Argument(help: "The id of a mistake, such as softmax-over-columns.")
  var id: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    guard let id else { return output.show(Self.list) }
    guard let entry = MistakeCatalogue.entry(id) else {
      let guess =
        NearestSpelling.of(id, among: MistakeCatalogue.all.map(\.id))
        .map { "; did you mean \($0)?" } ?? ""
      throw UnusableInput(
        "no mistake is called '\(id.prefix(80))'\(guess) attn mistakes lists them all")
    }
    output.show(Self.explanation(entry))
  }

  private static var list: Document {
    Document([
      .heading(level: 1, "Classic mistakes"),
      .table(
        Table(
          header: ["stage", "id", "mistake"],
          rows: MistakeCatalogue.all.map {
            [.code($0.stage.rawValue), Text($0.id), Text($0.summary)]
          }, alignments: [.left, .left, .left])),
      .paragraph("Explain one with: attn mistakes softmax-over-columns"),
    ])
  }

  private static func explanation(_ entry: MistakeCatalogue.Entry) -> Document {
    var blocks: [Block] = [
      .heading(level: 1, Text(entry.id)), .paragraph(Text(entry.summary)),
      .paragraph(.strong("Shows at: ") + .code(entry.stage.rawValue) + "."),
    ]
    if entry.wrong != "—" { blocks.append(.paragraph(.strong("Wrong: ") + Text(entry.wrong))) }
    if entry.tell != "—" {
      blocks.append(.paragraph(.strong("What gives it away: ") + Text(entry.tell) + "."))
    }
    blocks.append(.paragraph(.strong("What to do: ") + Text(entry.remedy)))
    let twins = InseparableMistakes.with(entry.id)
    if !twins.isEmpty {
      blocks.append(.paragraph(.strong("Cannot always be told from:")))
      blocks.append(
        .list(
          twins.map { twin in
            let others = twin.ids.subtracting([entry.id]).sorted().joined(separator: ", ")
            let missing =
              twin.missing.isEmpty
              ? "" : ", when \(twin.missing.joined(separator: " and ")) is missing"
            let when = twin.when.map { ", when: \($0)" } ?? ""
            return [.paragraph(Text("\(others): \(twin.because)\(when)\(missing)."))]
          }, ordered: false))
    }
    if !entry.seenIn.isEmpty {
      blocks.append(
        .paragraph(.strong("It happened to: ") + Text(entry.seenIn.joined(separator: ", ") + ".")))
    }
    return Document(blocks)
  }
}

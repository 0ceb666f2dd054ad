// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import Tensors

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what was detected here, and why.")

  @Flag(help: "The versions of everything this program is made of.")
  var versions = false

  @Flag(help: "How large files, and what stands in them, may be.")
  var limits = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() {
    guard versions || limits else { return output.show(detected) }
    output.show(Document((versions ? Self.versionTable : []) + (limits ? Self.limitTable : [])))
  }

  private static var versionTable: [Block] {
    let rows = Versions.all.map { part in
      [Text(part.part), Text(sanitized(part.version)), Text(part.source)]
    }
    return [
      .heading(level: 1, "What attn is made of"),
      .table(Table(header: ["", "version", "known from"], rows: rows)),
    ]
  }

  private static var limitTable: [Block] {
    [
      .heading(level: 1, "How large things may be"),
      .table(
        Table(
          header: ["", "at most"], rows: Limit.all.map { [Text($0.what), Text($0.most)] },
          alignments: [.left, .right])),
    ]
  }

  /// What was detected here, and why.
  private var detected: Document {
    let detection = output.detection
    let decisions = detection.decisions.map { decision in
      [Text(decision.topic), Text(decision.outcome), Text(decision.reason)]
    }
    let engine: [[Text]] = [
      ["OpenBLAS", Text(OpenBLAS.configuration), "loaded when a product is large enough"],
      ["its kernels", Text(OpenBLAS.core), Text(OpenBLAS.coreReason)],
      ["threads", "\(Workers.count)", Text(Workers.reason)],
      ["row loops", Text(InstructionSet.used.description), "the best of this processor"],
      ["lessons", Text(Home.folder.map { sanitized($0) + "/lessons" } ?? "not found"), ""],
    ]
    return Document([
      .heading(level: 1, "What attn found"), .heading(level: 2, "Terminal"),
      .table(Table(header: ["", "found", "because"], rows: decisions)),
      .heading(level: 2, "Engine"), .table(Table(header: ["", "found", "because"], rows: engine)),
    ])
  }
}

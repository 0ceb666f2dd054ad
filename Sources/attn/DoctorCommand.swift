// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import Tensors

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what was detected here, and why.")

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() {
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
    let document = Document([
      .heading(level: 1, "What attn found"), .heading(level: 2, "Terminal"),
      .table(Table(header: ["", "found", "because"], rows: decisions)),
      .heading(level: 2, "Engine"), .table(Table(header: ["", "found", "because"], rows: engine)),
    ])
    Console.write(render(document, with: detection.capabilities))
  }
}

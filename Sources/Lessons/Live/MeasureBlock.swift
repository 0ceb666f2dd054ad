// SPDX-License-Identifier: MIT

import Display
import Tensors

/// ` ```attn measure score-spread --seed 7 `: an experiment, made when the lesson is shown.
struct MeasureBlock: LiveBlock {
  let name = "measure"
  let usage = "measure EXPERIMENT [--SETTING VALUE…]"
  let options = Set(Experiments.all.flatMap { $0.settings.map { "--" + $0.name } })

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    let name = try call.onlyArgument()
    guard let experiment = Experiments.all.first(where: { $0.name == name }) else {
      let names = Experiments.all.map(\.name)
      let near = NearestSpelling.of(name, among: names).map { " Did you mean \($0)?" } ?? ""
      throw call.error(
        "there is no experiment '\(name.prefix(60))'.\(near) There is "
          + names.joined(separator: ", "))
    }
    return try call.located {
      let settings = try ExperimentSettings(call.options, of: experiment)
      return try experiment.blocks(settings) {
        try scene.page.folder.problem(call.options["--problem"] ?? scene.problem).problem
      }.map(\.asPartOfLesson)
    }
  }
}

// SPDX-License-Identifier: MIT

import Display
import ProblemFiles

/// ` ```attn refused wrong.yaml `: a problem that cannot be computed, and what the tool says of it.
struct RefusedBlock: LiveBlock {
  let name = "refused"
  let usage = "refused FILE.yaml"

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    let name = try call.onlyArgument()
    guard call.options.isEmpty else { throw call.misuse }
    let path = try call.located { try scene.page.folder.path(of: name) }
    do throws(ProblemFileError) {
      _ = try ProblemFile(path: path).trace()
    } catch {
      // The reader's own path would differ from machine to machine.
      let found = ProblemFileError(
        file: name, line: error.line, key: error.key, error.sentence)
      return [.code("attn: \(found)", language: nil)]
    }
    throw call.error("\(name) is not refused: it can be computed; use show or trace")
  }
}

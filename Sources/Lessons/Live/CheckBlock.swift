// SPDX-License-Identifier: MIT

import Checking
import Display

/// ` ```attn check wrong.yaml `: a filled-in sheet beside the lesson, as `attn check` marks it.
struct CheckBlock: LiveBlock {
  let name = "check"
  let usage = "check SHEET.yaml"

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    let name = try call.onlyArgument()
    guard call.options.isEmpty else {
      throw call.error("check takes no --problem: the sheet itself names its problem")
    }
    return try call.located {
      let path = try scene.page.folder.path(of: name)
      let locator = ProblemLocator(lessons: scene.page.folder.lessons)
      let marked = try Worksheet(path: path, locator: locator).marked()
      return MarkedSheetDocument(marked).document.blocks.map(\.asPartOfLesson)
    }
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Checking
import Explanation
import ProblemFiles

/// A filled-in sheet: refused with a sentence, or judged, with a mark between nothing and all.
func readWorksheet(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  do throws(ProblemFileError) {
    let sheet = try Worksheet(
      text: text, path: "sheet.yaml", folder: "/nonexistent",
      locator: ProblemLocator(folders: ["/nonexistent"], lessons: nil))
    guard isSmall(sheet.problem) else { return }
    let marked = sheet.marked()
    promise(
      (0...marked.maximumScore).contains(marked.score),
      "a mark of \(marked.score) out of \(marked.maximumScore)")
    requirePrintable(MarkedSheetDocument(marked, title: sheet.problem.title).document)
    let json = marked.json.text
    promise(!json.contains("nan,") && !json.contains("inf,"), "a number that JSON has not: \(json)")
  } catch {
    requirePrintable("\(error)")
  }
}

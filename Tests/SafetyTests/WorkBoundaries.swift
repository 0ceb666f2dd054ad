// SPDX-License-Identifier: MIT

import Checking
import Display
import Explanation
import Foundation
import ProblemFiles
import TestSupport

extension Boundary {
  static let work = [
    Boundary("cells explained by one attn why", WhyDocument.mostNodes) { count in
      // A sum over keys, and each of its terms.
      let ones = Array(repeating: "[1]", count: count - 1).joined(separator: ", ")
      let text =
        "format: 1\nquery: [[1]]\nkey: [\(ones)]\nvalue: [\(ones)]\nsoftmax: steps\n"
      let trace = try ProblemFile(text: text, path: "p.yaml", folder: ".").trace()
      guard let cell = CellExplanation(try trace.cell("row_sums[0,0,0]"), in: trace) else {
        return false
      }
      let json = cell.json(depth: 2).text
      let explained = 1 + json.components(separatedBy: "\"why\":").count - 1
      let document = WhyDocument(trace, depth: 2).document(for: cell)
      let says = render(document, with: Capabilities(width: 80)).contains(
        "stops here after 400 cells")
      return says && explained == WhyDocument.mostNodes && count > explained
    },
    Boundary("files of one attn grade", GradingInputs.mostFiles) { count in
      GradingInputs((0..<count).map { "/nowhere/\($0).yaml" }).isTooMany
    },
    Boundary("folders inside each other for attn grade", GradingInputs.deepest) { depth in
      let folder = try TemporaryFolder()
      let inner = folder.path + String(repeating: "/f", count: depth - 1)
      try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
      try Data("steps:\n".utf8).write(to: URL(fileURLWithPath: inner + "/s.yaml"))
      return GradingInputs([folder.path]).files.isEmpty
    },
  ]
}

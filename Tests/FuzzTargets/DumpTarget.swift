// SPDX-License-Identifier: MIT

import AttentionEngine
import Checking
import Display
import Explanation
import Foundation
import ProblemFiles
import Tensors

/// A dump in JSON: refused with a sentence, or judged, alone and against another dump.
func readDump(_ bytes: [UInt8]) {
  let path = scratchFolder + "/dump.json"
  guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
    fatalError("\(path) cannot be written")
  }
  do {
    let dump = try DumpFile(path: path)
    let arrays = try dump.arrays()
    guard arrays.allSatisfy({ $0.tensor.shape.reduce(1, *) <= 400 }), arrays.count <= 32 else {
      return
    }
    let trace = try dumpedProblem.trace(forArraysNamed: dump.names)
    requirePresentable { try Comparison(of: try dump.arrays(for: trace), with: trace) }
    requirePresentable { try Comparison(of: arrays, with: arrays) }
  } catch {
    requirePrintable("\(error)")
  }
}

private func requirePresentable(_ compare: () throws -> Comparison) {
  do {
    let comparison = try compare()
    promise(
      (0...comparison.maximumScore).contains(comparison.score),
      "a mark of \(comparison.score) out of \(comparison.maximumScore)")
    requirePrintable(ComparisonDocument(comparison, title: "dump.json").document)
    let json = comparison.json.text
    promise(!json.contains("nan,") && !json.contains("inf,"), "a number that JSON has not: \(json)")
  } catch {
    requirePrintable("\(error)")
  }
}

/// Two heads, a causal mask, and sizes that differ, so that every stage has its own shape.
private let dumpedProblem: Problem = {
  let text = """
    format: 1
    input: |
       0.5 -1    2    0.25
       1    0.75 -0.5 1.5
      -2    1.25  0.1 0.3
    projections:
      query: |
        1 0.5 0 -1
        0 1 0.25 2
        0.5 0 1 1
        1 1 -1 0
      key: |
        0 1 0.5 1
        1 0 0.75 0
        0.25 1 0 -1
        1 0.5 1 1
      value: |
        1 1 0 0.5
        0 0.5 1 0
        1 0 0.25 1
        0.75 1 1 0
      output: |
        1 0 0.5 0.25
        0 1 0.25 0
        0.5 0 1 1
        0 0.75 0 1
    heads: 2
    mask: [causal]
    """
  guard let file = try? ProblemFile(text: text, path: "problem.yaml", folder: "/nonexistent") else {
    fatalError("the problem that dumps are held against is refused")
  }
  return file.problem
}()

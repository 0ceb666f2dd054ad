// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import ProblemFiles
import Tensors

/// A problem file: refused with a sentence that can be printed, or computed and shown.
func readProblem(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  do throws(ProblemFileError) {
    let file = try ProblemFile(text: text, path: "problem.yaml", folder: "/nonexistent")
    guard isSmall(file.problem) else { return }
    let trace = try file.trace()
    requirePrintable(
      TraceDocument(trace, title: file.problem.title, section: StageSection(trace)).document())
    requireOwnArithmetic(trace)
  } catch {
    requirePrintable("\(error)")
  }
}

/// The first and the last cell of every stage are what their own arithmetic says.
private func requireOwnArithmetic(_ trace: Trace) {
  for (place, record) in trace.records.enumerated() where record.stage != nil {
    guard record.axes.allSatisfy({ $0.size > 0 }) else { continue }
    for cell in [record.axes.map { _ in 0 }, record.axes.map { $0.size - 1 }] {
      _ = trace.recomputed(at: place, cell: cell)
    }
  }
}

/// Whether a problem is computed in no time, so that a slow one is a fault and not a large one.
func isSmall(_ problem: Problem) -> Bool {
  let given = [
    problem.input, problem.memory, problem.memoryValue, problem.query, problem.key, problem.value,
    problem.cacheKey, problem.cacheValue, problem.weights,
  ]
  return given.allSatisfy { ($0?.shape.reduce(1, *) ?? 0) <= 400 } && (problem.heads ?? 1) <= 16
}

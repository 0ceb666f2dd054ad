// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import Tensors

extension DumpFile {
  /// Reads the arrays that are stages of a trace; of the others only the names are kept.
  ///
  /// - Throws: `TensorFileError` that names file and array.
  public func arrays(for trace: Trace) throws -> [DumpedArray] {
    let nothing = AnyTensor.float32(Tensor(axes: [Axis(.one, 0)], scalars: []))
    let isStage = { (name: String) in
      DumpedName(name).map { trace.place(of: $0.stage) != nil } ?? false
    }
    return try names.flatMap { name in
      isStage(name) ? try arrays { $0 == name } : [DumpedArray(name, nothing)]
    }
  }
}

extension Problem {
  /// The computation that arrays are held against: its softmax is opened where row maxima,
  /// exponentials or row sums were handed over.
  ///
  /// - Throws: `ProblemError`.
  public func trace(forArraysNamed names: [String]) throws(ProblemError) -> Trace {
    let opened: Set<StageID> = [.rowMaximum, .exponentials, .rowSums]
    var problem = self
    problem.opensSoftmax = names.contains { name in
      DumpedName(name).map { opened.contains($0.stage.differentiated ?? $0.stage) } ?? false
    }
    // What arrays are held against is computed again from them: large stages need not be kept. Opened
    // softmaxes and gradients are computed whole or not at all.
    return try problem.opensSoftmax || problem.upstream != nil
      ? Attention.trace(problem) : Attention.trace(problem, keepingUpTo: ArrayDiagnosis.mostCells)
  }
}

extension ProblemFile {
  /// The computation that arrays are held against.
  ///
  /// - Throws: `ProblemFileError`: what does not fit, at the line of its entry.
  public func trace(forArraysNamed names: [String]) throws(ProblemFileError) -> Trace {
    try located { () throws(ProblemError) in try problem.trace(forArraysNamed: names) }
  }
}

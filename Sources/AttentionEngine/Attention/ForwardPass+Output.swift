// SPDX-License-Identifier: MIT

import Tensors

extension ForwardPass {
  /// O = concat(Z)·W_O + b_O (section 3.2.2); without W_O the merged heads are the end.
  ///
  /// Operands that were given end with the heads' answers, unless there is an output projection.
  mutating func outputProjection(
    _ headOutput: TapeValue, batch operands: Operands
  ) throws(ProblemError) -> TapeValue {
    let headCount = tape.axes(headOutput).suffix(3).first?.size ?? 1
    guard problem.hasOutputProjection || (operands.isProjected && headCount > 1) else {
      if problem.biases.output != nil {
        throw ProblemError("biases.output", "stands without projections.output")
      }
      return headOutput
    }
    let merged = try noting("heads") { () throws(ShapeError) in
      try tape.record(.mergedHeads, MergeHeads(), headOutput)
    }
    guard let matrix = problem.projections.output else { return merged }
    let product = try multiplied(merged, by: matrix, .output)
    return try noting("projections.output") { () throws(ShapeError) in
      try tape.name(product, .output)
    }
  }

  /// Numbers that are claimed to be attention weights: recorded as they are, for the invariants.
  mutating func checkedWeights(_ claimed: AnyTensor) throws(ProblemError) -> TapeValue {
    let names: [AxisName]
    switch claimed.axes.count {
    case 2: names = [.query, .key]
    case 3: names = [.head, .query, .key]
    case 4: names = [.batch, .head, .query, .key]
    default:
      throw ProblemError(
        "weights",
        "has the shape \(claimed.shape); expected [query, key], [head, query, key] or "
          + "[batch, head, query, key]", found: [("weights", claimed)])
    }
    guard claimed.count > 0 else {
      throw ProblemError("weights", "is empty: its shape is \(claimed.shape)")
    }
    var axes = zip(names, claimed.shape).map { Axis($0, $1) }
    axes[axes.count - 2] = axes[axes.count - 2].labelled(problem.queryLabels)
    axes[axes.count - 1] = axes[axes.count - 1].labelled(problem.keyLabels)
    var tensor = claimed.converted(to: Scalar.self).relabelled(axes)
    if names.count == 2 { tensor = tensor.insertingAxis(Axis(.head, 1), at: 0) }
    let weights = tape.give(.weights, tensor)
    guard let value = problem.value else { return weights }
    let given = tape.give(
      .value,
      try arrays.operand(value, "value", dimension: .valueDimension, labels: problem.keyLabels))
    return try noting("value") { () throws(ShapeError) in
      try tape.record(
        .headOutput, MatrixProduct(rows: .query, purpose: .mixing), weights, given)
    }
  }
}

// SPDX-License-Identifier: MIT

import Tensors

/// Brings the arrays of a problem to one precision and gives their axes names.
///
/// A text block is always a matrix, an array of a file may have more axes; here each kind of entry
/// says how many axes it may have and what they count.
struct ProblemArrays<Scalar: TensorScalar> {
  let problem: Problem

  /// A sequence: `[batch?, position, model]`.
  func sequence(
    _ tensor: AnyTensor, _ key: String, labels: [String]?, labelKey: String = "tokens"
  ) throws(ProblemError) -> Tensor<Scalar> {
    let names: [AxisName]
    switch tensor.axes.count {
    case 2: names = [.position, .model]
    case 3: names = [.batch, .position, .model]
    default:
      throw ProblemError(
        key,
        "has \(tensor.axes.count) axes \(tensor.shape); expected [position, model] or "
          + "[batch, position, model]", found: [(key, tensor)])
    }
    return try named(tensor, names, key, labels: labels, labelKey: labelKey)
  }

  /// A per-head operand: `[batch?, head, position, dim]`; two axes are one head.
  func operand(
    _ tensor: AnyTensor, _ key: String, dimension: AxisName, labels: [String]?
  ) throws(ProblemError) -> Tensor<Scalar> {
    let names: [AxisName]
    switch tensor.axes.count {
    case 2: names = [.position, dimension]
    case 3: names = [.head, .position, dimension]
    case 4: names = [.batch, .head, .position, dimension]
    default:
      throw ProblemError(
        key,
        "has \(tensor.axes.count) axes \(tensor.shape); expected [position, dim] for one head, "
          + "[head, position, dim] or [batch, head, position, dim]", found: [(key, tensor)])
    }
    let result = try named(tensor, names, key, labels: labels, labelKey: "tokens")
    return names.count == 2 ? result.insertingAxis(Axis(.head, 1), at: 0) : result
  }

  /// A matrix of two axes.
  func matrix(
    _ tensor: AnyTensor, _ key: String, _ rows: AxisName, _ columns: AxisName
  ) throws(ProblemError) -> Tensor<Scalar> {
    guard tensor.axes.count == 2 else {
      throw ProblemError(
        key,
        "has \(tensor.axes.count) axes \(tensor.shape); expected a matrix [\(rows), \(columns)]",
        found: [(key, tensor)])
    }
    return try named(tensor, [rows, columns], key, labels: nil, labelKey: "")
  }

  /// A vector; a text block of one row is one.
  func vector(_ tensor: AnyTensor, _ key: String, _ axis: AxisName) throws(ProblemError) -> Tensor<
    Scalar
  > {
    var tensor = tensor
    if tensor.axes.count == 2, tensor.shape[0] == 1 {
      tensor = tensor.mapped(
        float32: { $0.removingAxis(at: 0) }, float64: { $0.removingAxis(at: 0) })
    }
    guard tensor.axes.count == 1 else {
      throw ProblemError(
        key, "has the shape \(tensor.shape); expected one row of numbers", found: [(key, tensor)])
    }
    return try named(tensor, [axis], key, labels: nil, labelKey: "")
  }

  /// A matrix that is stretched over the scores: up to `[batch, head, query, key]`.
  func overScores(
    _ tensor: AnyTensor, _ key: String, scores: [Axis]
  ) throws(ProblemError) -> AnyTensor {
    let own = tensor.axes
    let missing = scores.count - own.count
    let fits =
      missing >= 0
      && own.indices.allSatisfy {
        own[$0].size == scores[missing + $0].size || (own[$0].size == 1 && $0 + 1 < own.count)
      }
    guard fits else {
      throw ProblemError(
        key,
        "has the shape \(tensor.shape), which does not stretch over the scores "
          + "\(scores.inWords): from the right, each axis must have the same size or 1, and the "
          + "last must be the \(scores.last?.size ?? 0) keys, those of a cache included",
        found: [(key, tensor)])
    }
    return tensor.relabelled(
      own.indices.map { Axis(scores[missing + $0].name, own[$0].size) })
  }

  private func named(
    _ tensor: AnyTensor, _ names: [AxisName], _ key: String, labels: [String]?, labelKey: String
  ) throws(ProblemError) -> Tensor<Scalar> {
    var axes = zip(names, tensor.shape).map { Axis($0, $1) }
    guard !axes.contains(where: { $0.size == 0 }) else {
      throw ProblemError(key, "is empty: its shape is \(tensor.shape)")
    }
    if let labels, let place = names.firstIndex(of: .position) {
      guard axes[place].size == labels.count else {
        throw ProblemError(
          labelKey,
          "\(labels.count) tokens for the \(axes[place].size) positions of \(key); "
            + "expected one token a position")
      }
      axes[place] = axes[place].labelled(labels)
    }
    return tensor.converted(to: Scalar.self).relabelled(axes)
  }
}

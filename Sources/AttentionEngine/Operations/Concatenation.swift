// SPDX-License-Identifier: MIT

import Tensors

/// Puts kept keys or values before the new ones, along the position axis.
///
/// `result[…, p, d] = cache[…, p, d]` for the kept positions, then `new[…, p − kept, d]`.
///
/// **Gradient.** Each part gets its own positions back.
///
/// Shapes: cache `[…, kept, dim]`, new `[…, position, dim]`, result `[…, kept + position, dim]`.
/// Source: the key/value cache of incremental decoding; `past_key` of ONNX Attention.
public struct Concatenation: Operation {
  public init() {}

  public func resultAxes(_ operands: [[Axis]]) throws(ShapeError) -> [Axis] {
    let (kept, new) = (operands[0], operands[1])
    guard kept.count == new.count, kept.count >= 2 else {
      throw .tooFewAxes(
        found: "\(kept.inWords) before \(new.inWords)", needed: new.count, context: "cache")
    }
    let position = kept.count - 2
    for axis in kept.indices where axis != position && kept[axis].size != new[axis].size {
      throw .axisMismatch(
        axis: "\(new[axis].name)", left: kept[axis].size, right: new[axis].size,
        context: "cache \(kept.inWords) before \(new.inWords)")
    }
    var axes = new
    var labels: [String]?
    if let newLabels = new[position].labels {
      let keptLabels = kept[position].labels ?? (0..<kept[position].size).map { "past \($0)" }
      labels = keptLabels + newLabels
    }
    axes[position] = Axis(
      new[position].name, kept[position].size + new[position].size, labels: labels)
    return axes
  }

  public func evaluate<Scalar: TensorScalar>(
    _ operands: [Tensor<Scalar>]
  ) throws(ShapeError) -> Tensor<Scalar> {
    let axes = try resultAxes(operands.map(\.axes))
    let keptCount = operands[0].axes.suffix(2).placeCount
    let newCount = operands[1].axes.suffix(2).placeCount
    let items = axes.dropLast(2).placeCount
    return Tensor(axes: axes) { result in
      operands[0].withContiguous { kept in
        operands[1].withContiguous { new in
          var place = 0
          for item in 0..<items {
            for index in 0..<keptCount { result[place + index] = kept[item * keptCount + index] }
            place += keptCount
            for index in 0..<newCount { result[place + index] = new[item * newCount + index] }
            place += newCount
          }
        }
      }
    }
  }

  public var copiesCells: Bool { true }

  public func formula(_ operands: [Formula]) -> Formula { .function("append", operands) }

  public func arithmetic(of cell: [Int], _ operands: [[Axis]]) -> Arithmetic {
    let axis = cell.count - 2
    let kept = operands[0][axis].size
    guard cell[axis] >= kept else { return .operand(index: 0, cell: cell) }
    var source = cell
    source[axis] -= kept
    return .operand(index: 1, cell: source)
  }

  public func gradient<Scalar: TensorScalar>(
    _ step: inout ReverseStep<Scalar>
  ) throws(ShapeError) -> [TapeValue?] {
    let (kept, new) = (step.tape.axes(step.operands[0]), step.tape.axes(step.operands[1]))
    let count = kept[kept.count - 2].size
    let total = count + new[new.count - 2].size
    return [
      try step.apply(PositionSlice(0..<count), step.upstream),
      try step.apply(PositionSlice(count..<total), step.upstream),
    ]
  }
}

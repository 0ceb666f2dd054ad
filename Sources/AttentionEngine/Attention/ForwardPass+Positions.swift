// SPDX-License-Identifier: MIT

import Glibc
import Tensors

extension ForwardPass {
  /// Queries and keys, turned by their position where the problem has rotary positions.
  ///
  /// Keys of a cache are turned with the new ones, so position 0 is the first kept key; the first
  /// query stands behind the cache.
  mutating func rotated(
    _ operands: Operands
  ) throws(ProblemError) -> (query: TapeValue, key: TapeValue) {
    guard case .rotary(let code) = problem.positions else {
      return (operands.query, operands.key)
    }
    let width = tape.axes(operands.key).last?.size ?? 0
    let dimensions = code.dimensions ?? tableWidth(code) ?? width
    guard dimensions > 0, dimensions % 2 == 0, dimensions <= width else {
      throw ProblemError(
        "positions.rotary.dimensions",
        "is \(dimensions); expected an even number from 2 to \(width), the features of a head")
    }
    let keyAxes = tape.axes(operands.key)
    let rows = max(
      keyAxes[keyAxes.count - 2].size,
      operands.cacheLength + (tape.axes(operands.query).dropLast().last?.size ?? 0))
    let tables = try rotaryTables(code, rows: rows, dimensions: dimensions)
    let cosines = tape.give(.rotaryCosines, tables.cosines)
    let sines = tape.give(.rotarySines, tables.sines)
    return try noting("positions.rotary") { () throws(ShapeError) in
      let turn = Rotary(
        interleaved: code.interleaved, dimensions: dimensions, firstPosition: operands.cacheLength)
      let keyTurn = Rotary(interleaved: code.interleaved, dimensions: dimensions)
      let query = try tape.record(.rotatedQuery, turn, operands.query, cosines, sines)
      let key = try tape.record(.rotatedKey, keyTurn, operands.key, cosines, sines)
      return (query, key)
    }
  }

  private func tableWidth(_ code: Problem.RotaryCode) -> Int? {
    code.cosines.flatMap { $0.shape.last }.map { $0 * 2 }
  }

  private func rotaryTables(
    _ code: Problem.RotaryCode, rows: Int, dimensions: Int
  ) throws(ProblemError) -> (cosines: Tensor<Scalar>, sines: Tensor<Scalar>) {
    if let cosines = code.cosines, let sines = code.sines {
      return (
        try table(cosines, "positions.rotary.cos"), try table(sines, "positions.rotary.sin")
      )
    }
    guard code.cosines == nil, code.sines == nil else {
      throw ProblemError(
        "positions.rotary", "cos and sin are given together; one of them is missing")
    }
    // θ_k(p) = p / base^(2k/n)
    let axes = [Axis(.position, rows), Axis("pair", dimensions / 2)]
    let angles = (0..<rows).flatMap { position in
      (0..<(dimensions / 2)).map { pair in
        Double(position) / pow(code.base, Double(2 * pair) / Double(dimensions))
      }
    }
    return (
      Tensor(axes: axes, scalars: angles.map { Scalar(cos($0)) }),
      Tensor(axes: axes, scalars: angles.map { Scalar(sin($0)) })
    )
  }

  private func table(_ tensor: AnyTensor, _ key: String) throws(ProblemError) -> Tensor<Scalar> {
    let names: [AxisName]
    switch tensor.axes.count {
    case 2: names = [.position, "pair"]
    case 3: names = [.batch, .position, "pair"]
    default:
      throw ProblemError(
        key, "has the shape \(tensor.shape); expected [position, n/2] or [batch, position, n/2]",
        found: [(key, tensor)])
    }
    return tensor.converted(to: Scalar.self)
      .relabelled(zip(names, tensor.shape).map { Axis($0, $1) })
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Computes what follows from given arrays, in float64, with how far rounding may go.
///
/// A stage that was handed over is taken as it is; one that was not is computed from what it is made
/// of, down to the last stage that was handed over or to what the problem gives.
final class Recomputation {
  let trace: Trace
  let rounding: Rounding
  /// What was handed over; how far it may be off follows from it.
  private var own: [Int: Tensor<Double>] = [:]
  /// How a stage that was not handed over is computed instead, to try a mistake on it.
  private let replacement: (place: Int, recipe: Recipe)?
  /// Computed values by place; `nil` inside when shapes do not allow it.
  private var known: [Int: RoundedTensor?] = [:]

  init(_ trace: Trace, _ rounding: Rounding) {
    self.trace = trace
    self.rounding = rounding
    replacement = nil
  }

  /// The same, with one stage computed in another way.
  init(_ other: Recomputation, replacing place: Int, by recipe: Recipe) {
    trace = other.trace
    rounding = other.rounding
    own = other.own
    replacement = (place, recipe)
    known = other.known.filter { $0.key < place }
  }

  /// The same arrays, with the rounding of another type.
  init(_ other: Recomputation, rounding: Rounding) {
    trace = other.trace
    self.rounding = rounding
    own = other.own
    replacement = nil
  }

  /// From here on, a stage counts as handed over.
  func use(_ tensor: Tensor<Double>, at place: Int) {
    own[place] = tensor
    known[place] = nil
  }

  /// Lets go of what was computed and is of no use for later stages; should it be asked for again, it
  /// is computed again.
  func forget(upTo place: Int) {
    known = known.filter { (lastUse[$0.key] ?? 0) > place }
  }

  /// The last record that is made of each.
  private lazy var lastUse: [Int: Int] = {
    var result: [Int: Int] = [:]
    for (index, record) in trace.records.enumerated() {
      for operand in record.operands { result[operand] = index }
    }
    return result
  }()

  /// What a stage should be, from the stages before it.
  func expected(_ place: Int) -> RoundedTensor? {
    if let replacement, replacement.place == place { return value(of: replacement.recipe) }
    guard let operation = trace.records[place].operation else { return given(place) }
    return apply(operation, trace.records[place].operands.map { value($0) })
  }

  /// A stage as later ones use it.
  func value(_ place: Int) -> RoundedTensor? {
    if let own = own[place] { return RoundedTensor(stored: own, rounding) }
    if let known = known[place] { return known }
    let result = expected(place)
    known[place] = .some(result)
    return result
  }

  /// The arrays that count as handed over.
  var handedOver: [Int: Tensor<Double>] { own }

  func isGivenOver(_ place: Int) -> Bool { own[place] != nil }

  private func given(_ place: Int) -> RoundedTensor? {
    trace.records[place].tensor.map {
      RoundedTensor(stored: $0.converted(to: Double.self), rounding)
    }
  }

  private func apply(
    _ operation: any Operation, _ operands: [RoundedTensor?]
  ) -> RoundedTensor? {
    let present = operands.compactMap { $0 }
    guard present.count == operands.count else { return nil }
    return try? operation.rounded(present, rounding)
  }

  /// What a recipe comes to; `nil` when the shapes do not allow it.
  func value(of recipe: Recipe) -> RoundedTensor? {
    switch recipe {
    case .operand: nil
    case .stage(let stage): trace.place(of: stage).flatMap { value($0) }
    case .record(let place): value(place)
    case .again(let stage, let parts):
      trace.expanded(stage, parts).flatMap { value(of: $0) }
    case .apply(let operation, let parts): apply(operation, parts.map { value(of: $0) })
    }
  }

  /// The stage as the engine computes it in another type from the same arrays, to see what rounding
  /// alone does.
  func native<Scalar: TensorScalar>(_ place: Int, as type: Scalar.Type) -> Tensor<Scalar>? {
    guard let operation = trace.records[place].operation else {
      return given(place).map { AnyTensor($0.value).converted(to: type) }
    }
    let operands = trace.records[place].operands.map { operand -> Tensor<Scalar>? in
      if let own = own[operand] { return AnyTensor(own).converted(to: type) }
      return native(operand, as: type)
    }
    let present = operands.compactMap { $0 }
    guard present.count == operands.count else { return nil }
    return try? operation.evaluate(present)
  }
}

// SPDX-License-Identifier: MIT

import Tensors

extension Trace {
  /// A mistake that could be made at a stage, and how the whole stage would then be computed.
  public struct Alternative: Sendable {
    public let mistake: Mistake
    public let recipe: Recipe
  }

  /// The classic mistakes of a stage: those of its operation and of the unnamed steps before it.
  ///
  /// - Parameters:
  ///   - stage: A stage of this trace.
  ///   - rounding: The type of number a program computed in; `nil` on paper.
  /// - Returns: The mistakes that can happen here, in catalogue order of their operations.
  public func alternatives(at stage: StageID, in rounding: Rounding? = nil) -> [Alternative] {
    guard let place = place(of: stage) else { return [] }
    return alternatives(place: place, rounding)
  }

  private func alternatives(place: Int, _ rounding: Rounding?) -> [Alternative] {
    let record = records[place]
    guard let operation = record.operation else { return [] }
    let scene = MistakeScene(
      operands: record.operands.map { records[$0].axes },
      operandStages: record.operands.map { records[$0].stage }, stages: axesOfStages,
      rounding: rounding)
    var result: [Alternative] = []
    for (index, operand) in record.operands.enumerated() where records[operand].stage == nil {
      for inner in alternatives(place: operand, rounding) {
        var parts = record.operands.map { Recipe.record($0) }
        parts[index] = inner.recipe
        result.append(Alternative(mistake: inner.mistake, recipe: .apply(operation, parts)))
      }
    }
    for mistake in operation.mistakes + record.mistakes {
      if let recipe = mistake.instead(scene) {
        result.append(
          Alternative(mistake: mistake, recipe: recipe.resolvingOperands(record.operands)))
      }
    }
    return result
  }

  private var axesOfStages: [StageID: [Axis]] {
    var result: [StageID: [Axis]] = [:]
    for record in records {
      if let stage = record.stage { result[stage] = record.axes }
    }
    return result
  }

  /// Computes a recipe from the recorded numbers.
  ///
  /// - Returns: `nil` when the shapes do not allow it.
  public func evaluate(_ recipe: Recipe) -> AnyTensor? {
    switch precision {
    case .float32: tensor(recipe, as: Float.self).map(AnyTensor.init)
    case .float64: tensor(recipe, as: Double.self).map(AnyTensor.init)
    }
  }

  private func tensor<Scalar: TensorScalar>(
    _ recipe: Recipe, as type: Scalar.Type
  ) -> Tensor<Scalar>? {
    switch recipe {
    case .operand: return nil
    case .stage(let stage): return self[stage]?.converted(to: type)
    case .again(let stage, let parts):
      return expanded(stage, parts).flatMap { tensor($0, as: type) }
    case .record(let place):
      if let tensor = records[place].tensor { return tensor.converted(to: type) }
      guard let operation = records[place].operation else { return nil }
      return tensor(.apply(operation, records[place].operands.map { .record($0) }), as: type)
    case .apply(let operation, let parts):
      var tensors: [Tensor<Scalar>] = []
      for part in parts {
        guard let tensor = tensor(part, as: type) else { return nil }
        tensors.append(tensor)
      }
      guard (try? operation.resultAxes(tensors.map(\.axes))) != nil else { return nil }
      return try? operation.evaluate(tensors)
    }
  }

  /// The axes a recipe's result would have; `nil` when the shapes do not allow it.
  public func axes(of recipe: Recipe) -> [Axis]? {
    switch recipe {
    case .operand: return nil
    case .stage(let stage): return record(stage)?.axes
    case .again(let stage, let parts): return expanded(stage, parts).flatMap { axes(of: $0) }
    case .record(let place): return records[place].axes
    case .apply(let operation, let parts):
      let operands = parts.compactMap { axes(of: $0) }
      guard operands.count == parts.count else { return nil }
      return try? operation.resultAxes(operands)
    }
  }

  /// One cell of a recipe as arithmetic over cells of named stages; operand indices are places in
  /// `records`.
  ///
  /// - Returns: `nil` when the shapes do not allow it.
  public func arithmetic(of recipe: Recipe, cell: [Int]) -> Arithmetic? {
    switch recipe {
    case .operand: return nil
    case .stage(let stage): return place(of: stage).map { .operand(index: $0, cell: cell) }
    case .again(let stage, let parts):
      return expanded(stage, parts).flatMap { arithmetic(of: $0, cell: cell) }
    case .record(let place):
      if records[place].stage != nil { return .operand(index: place, cell: cell) }
      return arithmetic(at: place, cell: cell)
    case .apply(let operation, let parts):
      let operands = parts.compactMap { axes(of: $0) }
      guard operands.count == parts.count, (try? operation.resultAxes(operands)) != nil else {
        return nil
      }
      return operation.arithmetic(of: cell, operands).substituting { index, operandCell in
        arithmetic(of: parts[index], cell: operandCell) ?? .constant(.nan)
      }
    }
  }

  /// The operation that recorded a stage, applied to other operands.
  package func expanded(_ stage: StageID, _ parts: [Recipe]) -> Recipe? {
    guard let record = record(stage), let operation = record.operation,
      parts.count <= record.operands.count
    else { return nil }
    let kept = record.operands.dropFirst(parts.count).map { Recipe.record($0) }
    return .apply(operation, parts + kept)
  }
}

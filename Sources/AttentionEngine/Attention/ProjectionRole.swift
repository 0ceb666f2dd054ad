// SPDX-License-Identifier: MIT

import Tensors

/// The four places where attention multiplies by a learned matrix.
struct ProjectionRole: Sendable {
  let id: String
  /// Takes this role's array from those of all roles; a key path would be looked up each time.
  let projection: @Sendable (Problem.Roles<AnyTensor>) -> AnyTensor?
  let projectionStage: StageID
  let biasStage: StageID
  /// What the columns of the result count.
  let output: AxisName
  /// What the rows of the matrix count.
  let input: AxisName
  /// What a head's features are called.
  let dimension: AxisName
  let sourceName: String

  static let query = ProjectionRole(
    id: "query", projection: { $0.query }, projectionStage: .queryProjection, biasStage: .queryBias,
    output: .joined, input: .model, dimension: .keyDimension, sourceName: "input")
  static let key = ProjectionRole(
    id: "key", projection: { $0.key }, projectionStage: .keyProjection, biasStage: .keyBias,
    output: .joined, input: .model, dimension: .keyDimension, sourceName: "its source")
  static let value = ProjectionRole(
    id: "value", projection: { $0.value }, projectionStage: .valueProjection, biasStage: .valueBias,
    output: .joined, input: .model, dimension: .valueDimension, sourceName: "its source")
  static let output = ProjectionRole(
    id: "output", projection: { $0.output }, projectionStage: .outputProjection,
    biasStage: .outputBias, output: .model, input: .joined, dimension: .model,
    sourceName: "merged_heads")
}

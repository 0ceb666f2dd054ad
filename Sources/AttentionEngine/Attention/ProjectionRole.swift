// SPDX-License-Identifier: MIT

import Tensors

/// The four places where attention multiplies by a learned matrix.
struct ProjectionRole: Sendable {
  let id: String
  let projection: any KeyPath<Problem.Roles<AnyTensor>, AnyTensor?> & Sendable
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
    id: "query", projection: \.query, projectionStage: .queryProjection, biasStage: .queryBias,
    output: .joined, input: .model, dimension: .keyDimension, sourceName: "input")
  static let key = ProjectionRole(
    id: "key", projection: \.key, projectionStage: .keyProjection, biasStage: .keyBias,
    output: .joined, input: .model, dimension: .keyDimension, sourceName: "its source")
  static let value = ProjectionRole(
    id: "value", projection: \.value, projectionStage: .valueProjection, biasStage: .valueBias,
    output: .joined, input: .model, dimension: .valueDimension, sourceName: "its source")
  static let output = ProjectionRole(
    id: "output", projection: \.output, projectionStage: .outputProjection,
    biasStage: .outputBias, output: .model, input: .joined, dimension: .model,
    sourceName: "merged_heads")
}

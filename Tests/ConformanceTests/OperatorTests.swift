// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import TensorFiles
import Tensors
import Testing

/// An operator of another implementation: its attributes and the names of its arrays.
struct OperatorCase: Decodable {
  let attributes: [String: Int]
  let tolerance: Double

  static let folder = ConformanceCase.folder + "/operators/"

  init(_ name: String) throws {
    let data = try #require(FileManager.default.contents(atPath: Self.folder + name + ".json"))
    self = try JSONDecoder().decode(OperatorCase.self, from: data)
  }
}

/// Operations of ours that ONNX has as operators of their own.
///
/// The collection's three normalisations (two of layers, one by root mean square) wait for
/// operations of ours to compare them with.
@Suite struct OperatorTests {
  private func agree(
    _ name: String, _ got: Tensor<Float>, _ expected: AnyTensor, _ tolerance: Double
  ) {
    #expect(got.shape == expected.shape)
    let comparison = StageComparison(
      stage: name, got: AnyTensor(got).doubles, expected: expected.doubles, tolerance: tolerance)
    #expect(comparison.margin <= 1, "\(name), cell \(comparison.worstCell)")
    print("conformance \(name): largest error / tolerance = \(Float(comparison.margin))")
  }

  @Test(arguments: ["rotary_embedding_with_rotary_dim", "rotary_embedding_interleaved"])
  func `rotary positions agree`(_ name: String) throws {
    let peer = try OperatorCase(name)
    let file = try TensorFile.open(OperatorCase.folder + name + ".npz")
    let input = try file.tensor(named: "X").converted(to: Float.self)
      .relabelled(named: [.batch, .head, .position, .keyDimension])
    let width = input.shape[3]
    let turned = try #require(peer.attributes["rotary_embedding_dim"])
    let rotary = Rotary(
      interleaved: peer.attributes["interleaved"] == 1, dimensions: turned == 0 ? width : turned)
    // The operator looks up one row of its tables for every position of every batch item.
    let positions = try file.tensor(named: "position_ids").doubles.map { Int($0) }
    let tables = try ["cos_cache", "sin_cache"].map { table in
      let rows = try file.tensor(named: table).converted(to: Float.self)
      let angles = rows.shape[1]
      return Tensor<Float>(
        axes: [
          Axis(.batch, input.shape[0]), Axis(.position, input.shape[2]), Axis("pair", angles),
        ],
        scalars: positions.flatMap { place in (0..<angles).map { rows[[place, $0]] } })
    }
    let result = try rotary.evaluate([input, tables[0], tables[1]])
    agree(name, result, try file.tensor(named: "Y"), peer.tolerance)
  }

  @Test func `softmax of large numbers agrees`() throws {
    let name = "softmax_large_number"
    let peer = try OperatorCase(name)
    #expect(peer.attributes == ["axis": -1])
    let file = try TensorFile.open(OperatorCase.folder + name + ".npz")
    let input = try file.tensor(named: "input").converted(to: Float.self)
      .relabelled(named: [.query, .key])
    let result = try Softmax().evaluate([input])
    agree(name, result, try file.tensor(named: "output"), peer.tolerance)
  }
}

extension Tensor {
  /// The same numbers, axes named in order.
  fileprivate func relabelled(named names: [AxisName]) -> Tensor {
    relabelled(zip(names, shape).map { Axis($0, $1) })
  }
}

// SPDX-License-Identifier: MIT

import Tensors
import Testing

@Suite struct TensorViewsTests {
  /// Numbers that name their cell: 123 stands at [1, 2, 3].
  private let tensor = Tensor<Double>(axes: [Axis("a", 2), Axis("b", 3), Axis("c", 6)]) { numbers in
    var next = 0
    for a in 0..<2 {
      for b in 0..<3 {
        for c in 0..<6 {
          numbers[next] = Double(100 * a + 10 * b + c)
          next += 1
        }
      }
    }
  }

  @Test func `exchanged axes`() {
    let view = tensor.exchanging(0, 2)
    #expect(view.axes.inWords == "[c=6, b=3, a=2]")
    #expect(view[[5, 2, 1]] == 125)
    #expect(view.scalars.prefix(4) == [0, 100, 10, 110])
    #expect(!view.isContiguous)
    #expect(view.contiguous().isContiguous)
    #expect(view.contiguous().scalars == view.scalars)
  }

  @Test func `an axis cut into heads and put in front`() {
    let heads = tensor.splitting(2, into: [Axis(.head, 2), Axis(.keyDimension, 3)])
      .exchanging(1, 2)
    #expect(heads.axes.inWords == "[a=2, head=2, b=3, key_dim=3]")
    #expect(heads[[1, 1, 2, 0]] == 123)
    #expect(heads.scalars[9...11] == [3, 4, 5])
  }

  @Test func `slices, also of slices, with labels`() {
    let labelled = tensor.relabelled([
      Axis("a", 2), Axis("b", 3, labels: ["the", "cat", "sat"]), Axis("c", 6),
    ])
    let slice = labelled.slicing(1, 1..<3).slicing(2, 2..<4)
    #expect(slice.scalars == [12, 13, 22, 23, 112, 113, 122, 123])
    #expect(slice.axes[1].labels == ["cat", "sat"])
    #expect(slice.slicing(0, 1..<2).exchanging(1, 2).scalars == [112, 122, 113, 123])
  }

  @Test func `empty slices at the end are empty`() {
    let empty = tensor.slicing(0, 2..<2).slicing(1, 3..<3).slicing(2, 6..<6)
    #expect(empty.scalars == [])
    #expect(empty.exchanging(0, 1).contiguous().count == 0)
  }

  @Test func `axes of one place come and go`() {
    let view = tensor.exchanging(0, 1).insertingAxis(Axis(.one, 1), at: 1)
    #expect(view.axes.inWords == "[b=3, 1=1, a=2, c=6]")
    #expect(view.scalars == tensor.exchanging(0, 1).scalars)
    #expect(view.removingAxis(at: 1).scalars == view.scalars)
  }

  @Test func `stretching repeats, and refuses what NumPy refuses`() throws {
    let row = Tensor<Double>(axes: [Axis("c", 2)], scalars: [1, 2])
    let stretched = try row.broadcast(to: [Axis("a", 2), Axis("b", 1), Axis("c", 2)])
    #expect(stretched.scalars == [1, 2, 1, 2])
    #expect(throws: ShapeError.notBroadcastable(from: "[c=2]", to: "[a=3]")) {
      try row.broadcast(to: [Axis("a", 3)])
    }
    #expect(throws: ShapeError.self) { try stretched.broadcast(to: [Axis("c", 2)]) }
  }

  @Test func `scalars have no axes and one number`() {
    let scalar = Tensor<Float>(axes: [], scalars: [7])
    #expect(scalar.scalars == [7])
    #expect(scalar[[]] == 7)
    #expect(scalar.axes.inWords == "[]")
  }

  @Test func `tensors of either type are widened and rounded once`() throws {
    let narrow = AnyTensor(Tensor<Float>(axes: [Axis("a", 2)], scalars: [0.1, 2]))
    #expect(narrow.precision == .float32)
    #expect(narrow.doubles == [Double(Float(0.1)), 2])
    #expect(narrow[[0]] == Double(Float(0.1)))
    let wide = AnyTensor(Tensor<Double>(axes: [Axis("a", 2)], scalars: [0.1, 2]))
    #expect(wide.converted(to: Float.self).scalars == [0.1, 2])
    #expect(narrow.converted(to: Double.self).scalars == narrow.doubles)
    #expect(wide.relabelled([Axis(.key, 2)]).axes.inWords == "[key=2]")
  }
}

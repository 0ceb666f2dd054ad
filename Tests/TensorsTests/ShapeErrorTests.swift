// SPDX-License-Identifier: MIT

import Tensors
import Testing

@Suite struct ShapeErrorTests {
  @Test func `columns that do not divide into heads say which would`() {
    #expect(
      ShapeError.notDivisible(axis: "head·dim", size: 5, parts: 2).description
        == "head·dim = 5 is not divisible by 2 heads: each head takes an equal, whole share of the "
        + "columns. With 2 heads use 4 or 6 columns; with 5 columns use 1 or 5 heads")
  }

  @Test func `no heads, fewer columns than heads, and large sizes`() {
    #expect(
      ShapeError.notDivisible(axis: "model", size: 5, parts: 0).description
        == "model = 5 cannot be cut into 0 heads")
    #expect(
      ShapeError.notDivisible(axis: "model", size: 3, parts: 7).description
        .contains("With 7 heads use 7 columns; with 3 columns use 1 or 3 heads"))
    #expect(
      ShapeError.notDivisible(axis: "model", size: .max, parts: 2).description.contains("model"))
  }

  @Test func `other misfits name both sides`() {
    #expect(
      ShapeError.axisMismatch(axis: "key_dim", left: 2, right: 3, context: "matrix product")
        .description == "matrix product: key_dim is 2 on one side and 3 on the other")
    #expect(
      ShapeError.headGroup(heads: 6, keyValueHeads: 4).description.contains("6 is not a multiple"))
    #expect(
      ShapeError.notBroadcastable(from: "[a=2]", to: "[b=3]").description
        .contains("[a=2] cannot be stretched over [b=3]"))
    #expect(
      ShapeError.tooFewAxes(found: "[a=2]", needed: 2, context: "matrix product").description
        .contains("at least 2 axes"))
  }
}

// SPDX-License-Identifier: MIT

import Tensors
import Testing

@Suite struct TensorTextTests {
  @Test func `rows on lines, numbers apart by spaces`() throws {
    let text = try TensorText("1 0 1/2\n-inf sqrt(4)\t3e-1\n")
    #expect(text.shape == [2, 3])
    #expect(text.values == [1, 0, 0.5, -.infinity, 2, 0.3])
  }

  @Test func `blank lines make stacks, two of them stacks of stacks`() throws {
    #expect(try TensorText("1 2\n3 4\n\n5 6\n7 8").shape == [2, 2, 2])
    #expect(try TensorText("1\n\n2\n\n\n3\n\n4\n\n\n5\n\n6").shape == [3, 2, 1, 1])
    #expect(try TensorText("\n\n1 2\n\n\n").shape == [1, 2])
    #expect(try TensorText("1 2\n   \n3 4").shape == [2, 1, 2])
  }

  @Test func `comments end a line and separate nothing`() throws {
    let text = try TensorText("# Q\n1 2 # the\n# cat\n3 4")
    #expect(text.shape == [2, 2])
  }

  @Test func `lines may end as on Windows`() throws {
    let text = try TensorText("1 2\r\n3 4\r\n\r\n5 6\r\n7 8\r\n")
    #expect(text.shape == [2, 2, 2])
    #expect(text.values == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(throws: TensorTextError(line: 2, column: 3, problem: .notANumber("x"))) {
      try TensorText("1 2\r\n3 x")
    }
  }

  @Test func `open cells`() throws {
    let text = try TensorText("1 ?\n? 4", allowsBlanks: true)
    #expect(text.numbers.map { $0?.value } == [1, nil, nil, 4])
    #expect(text.values[1].isNaN)
    #expect(throws: TensorTextError(line: 1, column: 3, problem: .notANumber("?"))) {
      try TensorText("1 ?")
    }
  }

  @Test func `a ragged row names its line and both counts`() {
    let error = #expect(throws: TensorTextError.self) { try TensorText("1 2\n# no row\n3 4 5") }
    #expect(
      error?.description
        == "line 3, column 1: this row has 3 numbers, the rows above have 2; every row of a matrix "
        + "needs the same number")
  }

  @Test func `a word names its line and column`() {
    let error = #expect(throws: TensorTextError.self) { try TensorText("1 2\n3  1,5") }
    #expect(
      error?.description
        == "line 2, column 4: '1,5' is not a number; write 0.5, -3, 1e-3, 1/3, sqrt(2), inf or nan")
  }

  @Test(arguments: ["1\n2\n\n3", "1\n\n2\n\n\n3", "1\n\n\n2\n3"])
  func `uneven stacks are refused`(text: String) {
    let error = #expect(throws: TensorTextError.self) { try TensorText(text) }
    #expect(error?.sentence.contains("the same number of") == true)
  }

  @Test func `no numbers and too many numbers`() {
    #expect(throws: TensorTextError(line: 1, column: 1, problem: .empty)) {
      try TensorText("# \n\n")
    }
    #expect(throws: TensorTextError(line: 2, column: 1, problem: .tooMany(limit: 3))) {
      try TensorText("1 2\n3 4", limit: 3)
    }
  }
}

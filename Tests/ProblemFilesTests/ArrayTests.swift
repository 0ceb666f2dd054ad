// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import Tensors
import Testing

@Suite struct ArrayTests {
  @Test(arguments: [
    ("a text block", "input: |\n  1 2 3\n  4 5 6", [2, 3]),
    ("a nested list", "input: [[1, 2, 3], [4, 5, 6]]", [2, 3]),
    ("a list over lines", "input:\n- [1, 2, 3]\n-\n  - 4\n  - 5\n  - 6", [2, 3]),
    ("comments", "input: |   # X\n  # the rows:\n  1 2 3 # the\n  4 5 6 # cat", [2, 3]),
    ("a block without last line end", "input: |-\n  1 2 3\n  4 5 6", [2, 3]),
    ("an indented block", "input: |2\n   1 2 3\n     4   5 6", [2, 3]),
    ("quoted rows", "input: \"1 2 3\\n4 5 6\"", [2, 3]),
    ("one matrix a head", "input: |\n  1\n  2\n  3\n\n  4\n  5\n  6", [2, 3, 1]),
    ("stacks of stacks", "input: |\n  1\n\n  2\n\n  3\n\n\n  4\n\n  5\n\n  6", [2, 3, 1, 1]),
    ("a list of four axes", "input: [[[[1, 2, 3]], [[4, 5, 6]]]]", [1, 2, 1, 3]),
    ("a list of one axis", "input: [1, 2, 3, 4, 5, 6]", [6]),
    ("quoted numbers in a list", "input: [[\"1\", '2', 3], [4, '5', 6.0]]", [2, 3]),
    ("tabs between numbers", "input: |\n  1\t2 3\n  4 5\t6", [2, 3]),
  ])
  func `a matrix may be written as`(_ form: String, _ text: String, _ shape: [Int]) throws {
    #expect(Numbers(try problem(text).input) == Numbers(shape, [1, 2, 3, 4, 5, 6]), "\(form)")
  }

  @Test func `fractions, roots and infinities are numbers everywhere`() throws {
    let exact = [1.0 / 3, 2.0.squareRoot(), 1 / 8.0.squareRoot(), -0.5, 0.001, -.infinity]
    let words = ["1/3", "sqrt(2)", "1/sqrt(8)", "-0.5", "1e-3", "-inf"]
    let block = try problem("input: |\n  " + words.joined(separator: " "))
    #expect(Numbers(block.input) == Numbers([1, 6], exact))
    let list = try problem("input: [" + words.joined(separator: ", ") + "]")
    #expect(Numbers(list.input) == Numbers([6], exact))
  }

  @Test(arguments: ["npy", "npz", "safetensors"])
  func `an array may lie in a file`(_ ending: String) throws {
    let folder = try TemporaryFolder()
    try folder.write([("X", counted)], to: "inputs.\(ending)")
    let named = ending == "npy" ? "" : ", array: X"
    let text = "input: {file: inputs.\(ending)\(named)}"
    #expect(Numbers(try problem(text, folder: folder.path).input) == Numbers(counted))
    let absolute = "input: {file: \(folder.path)/inputs.\(ending)}"
    #expect(Numbers(try problem(absolute, folder: folder.path).input) == Numbers(counted))
  }

  @Test func `a file with several arrays is read by name`() throws {
    let folder = try TemporaryFolder()
    let one = AnyTensor.float32(Tensor(axes: [Axis("a", 1)], scalars: [0.5]))
    try folder.write([("b", one), ("X", counted)], to: "inputs.npz")
    let text = "input: {file: inputs.npz, array: X}\nbiases: {query: {file: inputs.npz, array: b}}"
    let problem = try problem(text, folder: folder.path)
    #expect(Numbers(problem.input) == Numbers(counted))
    #expect(Numbers(problem.biases.query) == Numbers([1], [0.5]))
  }

  @Test(arguments: ["\n", "\r\n"])
  func `line ends and a byte-order mark change nothing`(_ end: String) throws {
    let folder = try TemporaryFolder()
    let text = ["\u{FEFF}format: 1", "title: 权重", "input: |", "  1 2 3", "  4 5 6", ""]
    let path = try folder.write(text.joined(separator: end).utf8, to: "problem.yaml")
    let file = try ProblemFile(path: path)
    #expect(file.problem.title == "权重")
    #expect(Numbers(file.problem.input) == Numbers(counted))
  }
}

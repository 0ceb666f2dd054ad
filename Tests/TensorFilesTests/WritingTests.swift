// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct WritingTests {
  /// Arrays of both types, a view, a scalar, an empty one, and numbers that are none.
  static func arrays() -> [(name: String, tensor: AnyTensor)] {
    var generator = SplitMix64(seed: 5)
    let axes = [Axis("a", 2), Axis("b", 3), Axis("c", 5)]
    let single = Tensor<Float>.random(axes, using: &generator)
    let double = Tensor<Double>.random(axes, using: &generator)
    let special = Tensor<Double>(
      axes: [Axis("a", 5)], scalars: [-.infinity, .infinity, .nan, -0.0, .leastNonzeroMagnitude])
    return [
      ("X", .float32(single)), ("W_Q", .float64(double)),
      ("view/größe", .float64(double.exchanging(0, 2))), ("special", .float64(special)),
      ("one", .float64(Tensor(axes: [], scalars: [2.5]))),
      ("none", .float32(Tensor(axes: [Axis("a", 3), Axis("b", 0)], scalars: []))),
    ]
  }

  @Test(arguments: ["x.npz", "x.safetensors"])
  func `what is written is read again, bit for bit`(name: String) throws {
    let folder = try TemporaryFolder()
    try TensorFile.write(Self.arrays(), to: folder.file(name))
    let file = try TensorFile.open(folder.file(name))
    #expect(file.names == Self.arrays().map(\.name))
    for array in Self.arrays() {
      let read = try file.tensor(named: array.name)
      #expect(read.precision == array.tensor.precision)
      #expect(read.shape == array.tensor.shape)
      #expect(read.doubles.map(\.bitPattern) == array.tensor.doubles.map(\.bitPattern))
    }
    #expect(try folder.names() == [name])
  }

  @Test func `a npy holds one array`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.npy")
    for array in Self.arrays() {
      try TensorFile.write([array], to: path)
      let read = try TensorFile.open(path).tensor()
      #expect(read.shape == array.tensor.shape)
      #expect(read.doubles.map(\.bitPattern) == array.tensor.doubles.map(\.bitPattern))
    }
    #expect(throws: TensorFileError.oneArrayOnly(file: path, names: [])) {
      try TensorFile.write([], to: path)
    }
  }

  @Test func `equal arrays give equal files`() throws {
    let folder = try TemporaryFolder()
    try TensorFile.write(Self.arrays(), to: folder.file("1.npz"))
    try TensorFile.write(Self.arrays(), to: folder.file("2.npz"))
    #expect(try bytesOfFile(folder.file("1.npz")) == bytesOfFile(folder.file("2.npz")))
  }

  @Test func `our npy is byte for byte NumPy's`() throws {
    let folder = try TemporaryFolder()
    for name in ["f4-little.npy", "f8-little.npy", "scalar.npy", "vector.npy", "none.npy"] {
      let tensor = try TensorFile.open(fixture(name)).tensor()
      try TensorFile.write([("x", tensor)], to: folder.file(name))
      #expect(try bytesOfFile(folder.file(name)) == bytesOfFile(fixture(name)))
    }
  }

  @Test func `nothing at all is a file, too`() throws {
    let folder = try TemporaryFolder()
    for name in ["x.npz", "x.safetensors"] {
      try TensorFile.write([], to: folder.file(name))
      #expect(try TensorFile.open(folder.file(name)).names == [])
    }
  }

  @Test func `bad names and unknown endings are refused, nothing is left behind`() throws {
    let folder = try TemporaryFolder()
    let tensor = Self.arrays()[0].tensor
    for names in [["X", "X"], ["../X"], [""]] {
      #expect(throws: TensorFileError.self) {
        try TensorFile.write(names.map { ($0, tensor) }, to: folder.file("x.npz"))
      }
    }
    #expect(throws: TensorFileError.unknownEnding(file: "x.txt", found: nil)) {
      try TensorFile.write([("X", tensor)], to: "x.txt")
    }
    #expect(try folder.names() == [])
  }

  @Test func `NumPy and safetensors open what we write`() throws {
    let folder = try TemporaryFolder()
    guard run(["-c", "import numpy, safetensors.numpy"]) == 0 else {
      try Test.cancel("python3 with numpy and safetensors is not installed")
    }
    try TensorFile.write(Self.arrays(), to: folder.file("x.npz"))
    try TensorFile.write(Self.arrays(), to: folder.file("x.safetensors"))
    let script = """
      import sys, numpy
      from safetensors.numpy import load_file
      zipped = dict(numpy.load(sys.argv[1] + "/x.npz", allow_pickle=False))
      safe = load_file(sys.argv[1] + "/x.safetensors")
      names = ["X", "W_Q", "view/größe", "special", "one", "none"]
      assert list(zipped) == names and sorted(safe) == sorted(names)
      assert [zipped[n].shape for n in names] == [(2, 3, 5), (2, 3, 5), (5, 3, 2), (5,), (), (3, 0)]
      assert zipped["X"].dtype == "<f4" and zipped["W_Q"].dtype == "<f8"
      assert (zipped["view/größe"] == zipped["W_Q"].transpose(2, 1, 0)).all()
      for n in names:
          assert zipped[n].dtype == safe[n].dtype and zipped[n].shape == safe[n].shape
          assert zipped[n].tobytes() == safe[n].tobytes()
      """
    #expect(run(["-X", "utf8", "-c", script, folder.path]) == 0)
  }

  /// Runs Python; -1 when there is none.
  private func run(_ arguments: [String]) -> Int32 {
    let run = try? ChildProgram.run(
      "/usr/bin/env", ["python3"] + arguments, environment: ProcessInfo.processInfo.environment)
    return run?.status ?? -1
  }
}

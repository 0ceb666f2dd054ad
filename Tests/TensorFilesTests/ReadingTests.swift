// SPDX-License-Identifier: MIT

import TensorFiles
import Tensors
import Testing

/// Files that NumPy and safetensors made.
@Suite struct ReadingTests {
  static let types = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]

  @Test(arguments: types, ["little", "big"])
  func `every type of NumPy keeps its numbers`(type: String, order: String) throws {
    if type.hasSuffix("1") && order == "big" { return }
    let file = try TensorFile.open(fixture("\(type)-\(order).npy"))
    let tensor = try file.tensor()
    #expect(file.names == ["\(type)-\(order)"])
    #expect(tensor.shape == CountingNumbers.shape)
    #expect(tensor.doubles == CountingNumbers.of(type))
    let isNarrow = ["b1", "i1", "i2", "u1", "u2", "f2", "f4"].contains(type)
    #expect(tensor.precision == (isNarrow ? .float32 : .float64))
    #expect(tensor.axes.inWords == "[axis0=2, axis1=3, axis2=5]")
  }

  @Test(arguments: ["fortran.npy", "version-2.npy", "version-3.npy"])
  func `Fortran order and later versions are the same numbers`(name: String) throws {
    let tensor = try TensorFile.open(fixture(name)).tensor()
    #expect(tensor.shape == CountingNumbers.shape)
    #expect(tensor.doubles == CountingNumbers.floats)
    if case .float32(let tensor) = tensor { #expect(tensor.isContiguous) }
  }

  @Test func `scalars, vectors and empty arrays have their shapes`() throws {
    let scalar = try TensorFile.open(fixture("scalar.npy")).tensor()
    #expect(scalar.shape == [])
    #expect(scalar.doubles == [2.5])
    #expect(try TensorFile.open(fixture("vector.npy")).tensor().shape == [7])
    #expect(try TensorFile.open(fixture("none.npy")).tensor().shape == [3, 0, 2])
  }

  @Test func `float16 widens exactly, also where it is subnormal`() throws {
    let numbers = try TensorFile.open(fixture("halves.npy")).tensor().doubles
    #expect(numbers.prefix(4) == [0, 0, 1, -2])
    #expect(numbers[1].sign == .minus)
    #expect(numbers[4...7] == [65504, 0x1p-14, 0x1p-24, -0x1.8p-23])
    #expect(numbers[8] == .infinity)
    #expect(numbers[9] == -.infinity)
    #expect(numbers[10].isNaN)
    #expect(numbers[11] == 0.333251953125)
  }

  @Test(arguments: ["three.npz", "packed.npz"])
  func `an npz gives one array by name`(name: String) throws {
    let file = try TensorFile.open(fixture(name))
    #expect(file.names == ["X", "W_Q", "layer/0/k"])
    #expect(try file.tensor(named: "W_Q").doubles == CountingNumbers.floats)
    #expect(try file.tensor(named: "X").precision == .float32)
    #expect(try file.tensor(named: "layer/0/k").doubles == CountingNumbers.signed)
    #expect(try file.tensor(named: "W_Q").precision == .float64)
  }

  @Test func `the only array needs no name`() throws {
    #expect(try TensorFile.open(fixture("one.npz")).tensor().shape == [2, 3])
    #expect(try TensorFile.open(fixture("nothing.npz")).names == [])
  }

  @Test func `safetensors are read, with float16, integers and booleans`() throws {
    let file = try TensorFile.open(fixture("five.safetensors"))
    #expect(Set(file.names) == ["X", "W_Q", "half", "ids", "mask"])
    #expect(try file.tensor(named: "X").doubles == CountingNumbers.floats)
    #expect(try file.tensor(named: "W_Q").precision == .float64)
    #expect(try file.tensor(named: "half").doubles == CountingNumbers.floats)
    #expect(try file.tensor(named: "ids").doubles == CountingNumbers.signed)
    #expect(try file.tensor(named: "mask").doubles == CountingNumbers.truths)
  }

  @Test func `bfloat16 is read and float8 refused by name`() throws {
    let file = try TensorFile.open(fixture("bfloat16.safetensors"))
    #expect(try file.tensor(named: "X").doubles == CountingNumbers.floats)
    let error = #expect(throws: TensorFileError.self) { try file.tensor(named: "f8") }
    #expect(error?.description.contains("'F8_E4M3'") == true)
  }

  @Test(arguments: [
    ("complex.npy", "complex numbers"), ("text.npy", "text"), ("object.npy", "Python objects"),
    ("structured.npy", "[('a', '<f4')"),
  ])
  func `types that no tensor holds are named`(name: String, word: String) {
    #expect(failure(reading: fixture(name))?.description.contains(word) == true)
  }

  @Test func `integers that float64 cannot hold are refused, not rounded`() throws {
    #expect(
      failure(reading: fixture("too-large.npy"))
        == .badNumber(
          ArrayPlace(file: fixture("too-large.npy")), index: 2, found: "9007199254740993",
          expected: "an integer that float64 holds exactly"))
    #expect(try TensorFile.open(fixture("most-negative.npy")).tensor().doubles == [-0x1p63])
  }
}

// SPDX-License-Identifier: MIT

import TensorFiles
import Tensors
import TestSupport
import Testing

@Suite struct MappingTests {
  /// Large enough to be mapped into memory instead of read: 16 MB and more.
  @Test(arguments: ["npy", "npz", "safetensors"])
  func `a large array has the same numbers`(ending: String) throws {
    let folder = try TemporaryFolder()
    let axes = [Axis("row", 2113), Axis("column", 2003)]
    let tensor = Tensor<Float>(axes: axes) { numbers in
      for index in numbers.indices { numbers[index] = Float(index % 8191) - 4000 }
    }
    let path = folder.file("large.\(ending)")
    try TensorFile.write([("large", .float32(tensor))], to: path)
    let read = try TensorFile.open(path).tensor(named: "large")
    guard case .float32(let found) = read else {
      Issue.record("float32 became something else")
      return
    }
    #expect(found.isKept)
    #expect(found.scalars == tensor.scalars)
    #expect(found[[2112, 2002]] == tensor[[2112, 2002]])
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import ProblemFiles
import TensorFiles
import Tensors
import Testing

/// Reads a problem whose first line, `format: 1`, is already there; `body` begins on line 2.
func problem(_ body: String, folder: String = "/nowhere") throws -> Problem {
  try ProblemFile(text: "format: 1\n" + body, path: "problem.yaml", folder: folder).problem
}

/// The error of a text that must not be read, or of the problem in it when it is traced.
func slip(
  _ text: String, folder: String = "/nowhere", sourceLocation: SourceLocation = #_sourceLocation
) -> ProblemFileError? {
  #expect(throws: ProblemFileError.self, sourceLocation: sourceLocation) {
    try ProblemFile(text: text, path: "problem.yaml", folder: folder).trace()
  }
}

/// Numbers and shape of an array, for comparison in one line.
struct Numbers: Equatable, CustomStringConvertible {
  let shape: [Int]
  let numbers: [Double]

  init(_ shape: [Int], _ numbers: [Double]) {
    self.shape = shape
    self.numbers = numbers
  }

  init?(_ tensor: AnyTensor?) {
    guard let tensor else { return nil }
    self.init(tensor.shape, tensor.doubles)
  }

  var description: String { "\(shape) \(numbers)" }
}

/// A folder that disappears with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "problem-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes bytes and returns the path.
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Writes arrays into a file of the kind its ending says.
  func write(_ arrays: [(name: String, tensor: AnyTensor)], to name: String) throws {
    try TensorFile.write(arrays, to: path + "/" + name)
  }
}

/// The matrix ((1, 2, 3), (4, 5, 6)).
let counted = AnyTensor.float64(
  Tensor(axes: [Axis("a", 2), Axis("b", 3)], scalars: [1, 2, 3, 4, 5, 6]))

// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors

/// The path of a file made by `Fixtures/generate.py`.
func fixture(_ name: String) -> String {
  (Bundle.module.resourcePath ?? "") + "/Fixtures/" + name
}

/// What the files of `generate.py` hold: 30 numbers that count up.
enum CountingNumbers {
  static let shape = [2, 3, 5]
  static let floats = (0..<30).map { Double($0) / 2 - 3 }
  static let signed = (0..<30).map { Double($0) - 3 }
  static let unsigned = (0..<30).map { Double($0) }
  static let truths = (0..<30).map { Double($0 % 2) }

  /// The numbers of a NumPy type such as `f4`.
  static func of(_ type: String) -> [Double] {
    switch type.first {
    case "b": truths
    case "i": signed
    case "u": unsigned
    default: floats
    }
  }
}

/// The error that reading everything in a file ends with, if it does.
func failure(reading path: String, limits: TensorFileLimits = .standard) -> TensorFileError? {
  do {
    let file = try TensorFile.open(path, limits: limits)
    for name in file.names { _ = try file.tensor(named: name) }
    return nil
  } catch {
    return error as? TensorFileError
  }
}

/// The bytes of a `.npy` around a header of our own wording.
func npy(_ literal: String, data: [UInt8], version: UInt8 = 1) -> [UInt8] {
  let text = Array(literal.utf8)
  let length = (0..<(version == 1 ? 2 : 4)).map {
    UInt8(truncatingIfNeeded: text.count >> (8 * $0))
  }
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
}

/// The bytes of a `.safetensors` around a header of our own wording.
func safetensors(_ header: String, data: [UInt8]) -> [UInt8] {
  let text = Array(header.utf8)
  return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + data
}

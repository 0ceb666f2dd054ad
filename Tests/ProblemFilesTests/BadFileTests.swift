// SPDX-License-Identifier: MIT

import Foundation
import ProblemFiles
import TensorFiles
import Tensors
import TestSupport
import Testing

/// Files that are no problem files, and arrays that are not what their headers say.
@Suite struct BadFileTests {
  private func refusal(_ path: String) -> String {
    do {
      _ = try ProblemFile(path: path).trace()
      return "accepted"
    } catch {
      return error.description
    }
  }

  @Test func `what is no file of text is named`() throws {
    let folder = try TemporaryFolder()
    #expect(refusal(folder.path).contains("is a folder"))
    #expect(refusal(folder.path + "/nothing.yaml").contains("no such file"))
    #expect(refusal(try folder.write([], to: "empty.yaml")).contains("is empty"))
    #expect(refusal("/dev/zero").contains("is no regular file"))
    let pipe = folder.path + "/pipe.yaml"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(refusal(pipe).contains("is no regular file"))
    let large = try folder.write([UInt8](repeating: 0x23, count: 4_000_001), to: "large.yaml")
    #expect(refusal(large).contains("at most 4000000"))
    let latin = try folder.write(Array("format: 1\ntitle: caf".utf8) + [0xE9, 0x0A], to: "l.yaml")
    #expect(refusal(latin).contains("l.yaml:2: byte 20 is 0xE9"))
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may read every file"))
  func `a file that may not be read is named`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("format: 1\n".utf8), to: "secret.yaml")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(refusal(path).contains("permission denied"))
  }

  private func problem(_ folder: TemporaryFolder, _ file: String, _ array: String?) throws -> String
  {
    let reference = array.map { "{file: \(file), array: \($0)}" } ?? "{file: \(file)}"
    return try folder.write(
      Array("format: 1\nquery: \(reference)\nkey: [[1, 2]]\nvalue: [[1]]\n".utf8), to: "p.yaml")
  }

  @Test func `a missing array lists those there are`() throws {
    let folder = try TemporaryFolder()
    let tensor = AnyTensor.float64(Tensor(axes: [Axis("a", 1), Axis("b", 2)], scalars: [1, 2]))
    for ending in ["npz", "safetensors"] {
      let name = "arrays." + ending
      try TensorFile.write([("X", tensor), ("W_Q", tensor)], to: folder.file(name))
      let words = refusal(try problem(folder, name, "W_K"))
      #expect(words.contains("p.yaml:2: query.array"), "\(words)")
      #expect(words.contains("no array 'W_K'") && words.contains("'X'"), "\(words)")
      #expect(refusal(try problem(folder, name, "X")) == "accepted")
    }
  }

  @Test func `every cut of an array file is refused`() throws {
    let folder = try TemporaryFolder()
    let tensor = AnyTensor.float64(Tensor(axes: [Axis("a", 1), Axis("b", 2)], scalars: [1, 2]))
    for ending in ["npy", "npz", "safetensors"] {
      let whole = folder.file("whole." + ending)
      try TensorFile.write([("X", tensor)], to: whole)
      let bytes = try bytesOfFile(whole)
      for count in stride(from: 0, to: bytes.count, by: 7) {
        _ = try folder.write(bytes.prefix(count), to: "cut." + ending)
        let words = refusal(try problem(folder, "cut." + ending, ending == "npy" ? nil : "X"))
        #expect(words != "accepted" && words.contains("p.yaml:2: query"), "\(ending) \(count)")
      }
    }
  }

  @Test func `a header that claims terabytes asks for no memory`() throws {
    let folder = try TemporaryFolder()
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000), }"
    header += String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    let npy: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
    _ = try folder.write(npy + [UInt8](repeating: 0, count: 64), to: "tera.npy")
    #expect(refusal(try problem(folder, "tera.npy", nil)).contains("8,000,000,000,000 bytes"))
    let text = #"{"X":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}"#
    let length = UInt64(text.utf8.count)
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }
    _ = try folder.write(bytes + Array(text.utf8), to: "tera.safetensors")
    let words = refusal(try problem(folder, "tera.safetensors", "X"))
    #expect(words.contains("4,398,046,511,104 bytes"), "\(words)")
  }
}

// SPDX-License-Identifier: MIT

import Foundation
import ProblemFiles
import TensorFiles
import Tensors
import Testing

@Suite struct BadFileTests {
  private func slip(reading path: String) throws -> ProblemFileError {
    let error = try #require(
      #expect(throws: ProblemFileError.self) { try ProblemFile(path: path).trace() })
    #expect(error.file == path)
    return error
  }

  private func slip(_ bytes: [UInt8]) throws -> ProblemFileError {
    let folder = try TemporaryFolder()
    return try slip(reading: try folder.write(bytes, to: "problem.yaml"))
  }

  @Test(arguments: [
    ("", "is empty"), ("# one\n\n# two\n", "nothing but comments"),
    ("\n\n", "nothing but comments"),
    ("---\n", "found nothing"), ("...\n", "is no YAML"),
    ("\u{FEFF}", "nothing but comments"),
  ])
  func `a file without a problem says so`(_ text: String, _ words: String) throws {
    let error = try slip(Array(text.utf8))
    #expect(error.sentence.contains(words), "\(text.debugDescription): \(error)")
  }

  @Test func `a missing file, a folder, a pipe and a device are refused at once`() throws {
    let folder = try TemporaryFolder()
    #expect(try slip(reading: folder.path + "/none.yaml").sentence.contains("no such file"))
    #expect(try slip(reading: folder.path).sentence.contains("is a folder"))
    #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
    #expect(try slip(reading: folder.path + "/pipe").sentence.contains("no regular file"))
    #expect(try slip(reading: "/dev/zero").sentence.contains("no regular file"))
    #expect(try slip(reading: "").sentence.contains("empty path"))
    #expect(try slip(reading: folder.path + "/a\0b").sentence.contains("zero byte"))
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `a file that may not be read says so`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("format: 1\n".utf8, to: "problem.yaml")
    #expect(chmod(path, 0) == 0)
    #expect(try slip(reading: path).sentence.contains("permission"))
  }

  @Test(
    arguments: [
      ([0xE9], 0), ([0xC3], 0), ([0xF0, 0x9F, 0x99], 0), ([0xC3, 0xA9, 0xFF], 2),
      ([0xED, 0xA0, 0x80], 0),
    ] as [([UInt8], Int)])
  func `bytes that are no UTF-8 are found`(_ bytes: [UInt8], _ wrong: Int) throws {
    let error = try slip(Array("format: 1\ntitle: ".utf8) + bytes + Array("\nheads: 1".utf8))
    #expect(error.line == 2)
    #expect(error.sentence.contains("byte \(17 + wrong) is 0x"), "\(error)")
  }

  @Test func `text beyond a million bytes is refused before it is read`() throws {
    let error = try slip([UInt8](repeating: UInt8(ascii: "#"), count: 10_000_000))
    #expect(error.sentence.contains("10000000 bytes") && error.sentence.contains(".npz"))
  }

  @Test(arguments: [
    ("{file: none.npz, array: X}", "input.file", "cannot be opened"),
    ("{file: inputs.npz, array: x1}", "input.array", "'X', 'W_Q'"),
    ("{file: inputs.npz}", "input.file", "which array?"),
    ("{array: X}", "input", "'file' is missing"),
    ("{}", "input", "'file' is missing"),
    ("{path: inputs.npz}", "input.path", "file, array"),
    ("{file: '', array: X}", "input.file", "an empty one"),
    ("{file: inputs.npz, array: ''}", "input.array", "an empty one"),
    ("{file: \"a\\0b\", array: X}", "input.file", "zero byte"),
    ("{file: inputs.npz, array: \"\\0\"}", "input.array", "zero byte"),
    ("{file: ., array: X}", "input.file", "a folder"),
    ("{file: /dev/zero, array: X}", "input.file", "lies outside the problem's folder"),
    ("{file: problem.yaml}", "input.file", ".npy, .npz or .safetensors"),
    ("{file: [inputs.npz]}", "input.file", "a list of 1"),
  ])
  func `an array that is not there is named`(_ value: String, _ key: String, _ words: String) throws
  {
    let folder = try TemporaryFolder()
    try folder.write([("X", counted), ("W_Q", counted)], to: "inputs.npz")
    let path = try folder.write("format: 1\n\ninput: \(value)".utf8, to: "problem.yaml")
    let error = try slip(reading: path)
    #expect(error.line == 3 && error.key == key, "\(error)")
    #expect(error.sentence.contains(words), "\(error)")
  }

  @Test(arguments: ["npy", "npz", "safetensors"], [1, 7, 60, 100])
  func `a file cut off is refused`(_ ending: String, _ kept: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write([("X", counted)], to: "whole.\(ending)")
    let whole = try #require(FileManager.default.contents(atPath: folder.path + "/whole.\(ending)"))
    _ = try folder.write(whole.prefix(kept), to: "cut.\(ending)")
    let text = "format: 1\ninput: {file: cut.\(ending)}"
    let path = try folder.write(text.utf8, to: "problem.yaml")
    let error = try slip(reading: path)
    #expect(error.line == 2 && error.key == "input.file")
    #expect(error.sentence.contains("cut.\(ending)"))
  }

  @Test(arguments: [
    "(1099511627776,)", "(1048576, 1048576)", "(9223372036854775807, 9223372036854775807)",
    "(0, 9223372036854775807, 2)",
  ])
  func `a header that claims terabytes is refused`(_ shape: String) throws {
    let folder = try TemporaryFolder()
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }"
    let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
    let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
    _ = try folder.write(bytes, to: "huge.npy")
    let path = try folder.write("format: 1\ninput: {file: huge.npy}".utf8, to: "problem.yaml")
    let error = try slip(reading: path)
    #expect(error.line == 2)
    #expect(error.key.hasPrefix("input"), "\(error)")
  }
}

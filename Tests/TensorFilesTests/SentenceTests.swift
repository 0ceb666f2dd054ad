// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors
import TestSupport
import Testing

/// What people read when a file cannot be.
@Suite struct SentenceTests {
  @Test func `a missing array lists the others and guesses`() throws {
    let file = try TensorFile.open(fixture("three.npz"))
    let error = #expect(throws: TensorFileError.self) { try file.tensor(named: "W_K") }
    #expect(
      error
        == .noArray(
          file: fixture("three.npz"), wanted: "W_K", names: ["X", "W_Q", "layer/0/k"]))
    #expect(
      error?.description.hasSuffix(
        "there is no array 'W_K'; the file has 'X', 'W_Q', 'layer/0/k'; did you mean 'W_Q'?")
        == true)
    let unnamed = #expect(throws: TensorFileError.self) { try file.tensor() }
    #expect(unnamed?.description.contains("which array? The file has 'X'") == true)
  }

  @Test func `spellings are guessed only when close`() {
    #expect(NearestSpelling.of("qurey", among: ["key", "query"]) == "query")
    #expect(NearestSpelling.of("x", among: ["X", "Y"]) == "X")
    #expect(NearestSpelling.of("weights", among: ["bias"]) == nil)
    #expect(NearestSpelling.of("", among: ["bias"]) == nil)
  }

  @Test func `a wrong ending says what the bytes are`() throws {
    let folder = try TemporaryFolder()
    let zip = try bytesOfFile(fixture("one.npz"))
    let error = failure(reading: try folder.write(zip, to: "x.npy"))
    #expect(error?.description.contains("50 4b 03 04") == true)
    #expect(error?.description.contains("rename it to end in .npz") == true)
    let text = failure(reading: try folder.write(Array("1 2 3\n4 5 6".utf8), to: "x.npz"))
    #expect(text?.description.contains("they belong to no file of arrays") == true)
    let csv = try folder.write(zip, to: "x.csv")
    #expect(failure(reading: csv) == .unknownEnding(file: csv, found: .npz))
    #expect(try TensorFile.open(try folder.write(zip, to: "X.NPZ")).kind == .npz)
  }

  @Test func `what is no file with bytes is refused without waiting`() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe.npy")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(failure(reading: pipe) == .notRegular(file: pipe, found: "a pipe"))
    #expect(failure(reading: folder.path) == .notRegular(file: folder.path, found: "a folder"))
    #expect(failure(reading: "/dev/zero") == .notRegular(file: "/dev/zero", found: "a device"))
    let empty = try folder.write([], to: "empty.npy")
    #expect(failure(reading: empty) == .empty(file: empty))
    let missing = folder.file("missing.npy")
    #expect(failure(reading: missing)?.description.contains("No such file") == true)
    #expect(failure(reading: "a\u{0}b.npy") != nil)
  }

  @Test func `names from files cannot command a terminal`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      safetensors(
        #"{"a\u001b[2J":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#, data: []),
      to: "x.safetensors")
    #expect(failure(reading: path) == .badName(file: path, array: "a\u{1B}[2J"))
    #expect(failure(reading: path)?.description.contains("'a\\u{1b}[2J'") == true)
  }
}

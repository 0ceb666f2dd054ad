// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test func `a file is replaced whole, and keeps its permissions`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array("a long old text".utf8), to: "x.csv")
    try #require(chmod(path, 0o640) == 0)
    try AtomicFile.write("new\n", to: path)
    #expect(try bytesOfFile(path) == Array("new\n".utf8))
    #expect(try folder.names() == ["x.csv"])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
    try AtomicFile.write([UInt8](), to: path)
    #expect(try bytesOfFile(path) == [])
  }

  @Test func `a link stays a link`() throws {
    let folder = try TemporaryFolder()
    let target = try folder.write([1], to: "target")
    try #require(symlink("target", folder.file("link")) == 0)
    try AtomicFile.write([2, 3], to: folder.file("link"))
    #expect(try bytesOfFile(target) == [2, 3])
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")) == "target")
  }

  @Test func `folders, pipes and devices are refused and stay`() throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
    for path in [folder.path, folder.file("pipe"), "/dev/null", folder.file("no/such/folder"), ""] {
      let error = #expect(throws: TensorFileError.self) { try AtomicFile.write("x", to: path) }
      #expect(error?.description.hasSuffix("nothing was changed") == true)
    }
    #expect(try folder.names() == ["pipe"])
  }

  @Test func `a file with the longest name can be written`() throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "n", count: 255)
    try AtomicFile.write("x", to: folder.file(name))
    #expect(try folder.names() == [name])
  }
}

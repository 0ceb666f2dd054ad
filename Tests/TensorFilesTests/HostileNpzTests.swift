// SPDX-License-Identifier: MIT

import TensorFiles
import Tensors
import TestSupport
import Testing

/// `.npz` files that lie.
@Suite struct HostileNpzTests {
  static let array = npy(
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
    data: [UInt8](repeating: 0, count: 24))

  private func failure(
    _ zip: ZipBytes, limits: TensorFileLimits = .standard
  ) throws -> TensorFileError? {
    let folder = try TemporaryFolder()
    return TensorFilesTests.failure(
      reading: try folder.write(zip.bytes, to: "lie.npz"), limits: limits)
  }

  private func zip(_ names: String...) -> ZipBytes {
    ZipBytes(entries: names.map { ZipBytes.Entry(name: $0, data: Self.array) })
  }

  @Test func `the honest zip of the lies is read`() throws {
    #expect(try failure(zip("X.npy", "a/b.npy", "readme.txt", "folder/")) == nil)
  }

  @Test(arguments: [
    "../X.npy", "/X.npy", "a/../../X.npy", "a\\X.npy", ".npy", "C:\\X.npy", "...npy",
  ])
  func `names that are paths are refused`(name: String) throws {
    guard case .badName = try failure(zip("Y.npy", name)) else {
      Issue.record("\(name) was taken")
      return
    }
  }

  @Test func `control characters are shown as the signs they were on a PC`() throws {
    let folder = try TemporaryFolder()
    let file = try TensorFile.open(try folder.write(zip("a\u{1B}[2J.npy").bytes, to: "x.npz"))
    #expect(file.names == ["a←[2J"])
    var marked = zip("a\u{1B}[2J.npy")
    marked.entries[0].flags = 0x800
    #expect(try failure(marked) != nil)
  }

  @Test func `two arrays of one name are refused`() throws {
    guard case .duplicateName(_, "X") = try failure(zip("X.npy", "Y.npy", "X.npy")) else {
      Issue.record("both were taken")
      return
    }
  }

  @Test func `a size that is not the array's is refused`() throws {
    for (claimed, word) in [(UInt32(40), "stored"), (1 << 31, "stored")] {
      var lie = zip("X.npy")
      lie.entries[0].unpackedSize = claimed
      #expect(try failure(lie)?.description.contains(word) == true)
    }
    var lie = zip("X.npy")
    lie.entries[0].unpackedSize = 1 << 31
    lie.entries[0].packedSize = 1 << 31
    guard case .endsEarly = try failure(lie) else {
      Issue.record("a claim beyond the file was believed")
      return
    }
    lie = zip("X.npy")
    lie.entries[0].data.removeLast()
    #expect(try failure(lie)?.description.contains("needs 24 bytes, but only 23 bytes") == true)
  }

  @Test func `a wrong check sum, packing or encryption is refused by name`() throws {
    var lie = zip("Y.npy", "X.npy")
    lie.entries[1].checkSum = 0
    #expect(try failure(lie)?.description.contains("array 'X', byte") == true)
    lie = zip("X.npy")
    lie.entries[0].method = 12
    #expect(try failure(lie)?.description.contains("packing method 12") == true)
    lie.entries[0].method = 8
    #expect(try failure(lie) != nil)
    lie = zip("X.npy")
    lie.entries[0].flags = 1
    #expect(try failure(lie)?.description.contains("encrypted") == true)
  }

  @Test func `claims about the list of contents are held against the file`() throws {
    var lie = zip("X.npy")
    lie.count = 65_000
    guard case .aboveLimit = try failure(lie) else {
      Issue.record("65,000 entries were believed")
      return
    }
    lie.count = 50_000
    #expect(try failure(lie)?.description.contains("do not fit") == true)
    lie = zip("X.npy")
    lie.directorySize = 1 << 30
    #expect(try failure(lie) != nil)
    lie = zip("X.npy")
    lie.directoryStart = 1 << 30
    #expect(try failure(lie) != nil)
  }

  @Test func `a zip64 record that claims a billion entries is refused`() throws {
    var lie = zip("X.npy")
    let place = UInt64(lie.bytes.count - 22)
    let claim = ZipBytes.eight(1_000_000_000)
    lie.beforeEnd =
      Array("PK\u{6}\u{6}".utf8) + ZipBytes.eight(44) + ZipBytes.two(45) + ZipBytes.two(45)
      + ZipBytes.eight(0) + claim + claim + ZipBytes.eight(46_000_000_000) + ZipBytes.eight(0)
      + Array("PK\u{6}\u{7}".utf8) + ZipBytes.four(0) + ZipBytes.eight(place) + ZipBytes.four(1)
    lie.count = 0xFFFF
    lie.directorySize = .max
    guard case .aboveLimit(_, _, 1_000_000_000, _) = try failure(lie) else {
      Issue.record("a billion entries were believed")
      return
    }
  }

  @Test func `what unpacks to a multiple of its bytes is refused, small masks are not`() throws {
    let path = fixture("zeros.npz")
    #expect(TensorFilesTests.failure(reading: path) == nil)
    var limits = TensorFileLimits.standard
    limits.freelyPackedBytes = 10_000
    let error = TensorFilesTests.failure(reading: path, limits: limits)
    #expect(error?.description.contains("claim to unpack to 80,128 bytes, more than 100 ") == true)
    limits.packedRatio = 1_000
    // Above the free limit an array is unpacked twice, to the same numbers.
    #expect(try TensorFile.open(path, limits: limits).tensor().doubles.allSatisfy { $0 == 0 })
  }

  @Test func `a packed array that ends early or late is refused`() throws {
    let folder = try TemporaryFolder()
    let bytes = try bytesOfFile(fixture("zeros.npz"))
    let directory = try #require(
      bytes.indices.dropLast(4).last { bytes[$0..<($0 + 4)].elementsEqual("PK\u{1}\u{2}".utf8) })
    let size = 80_128
    for claimed in [size - 8, size + 8] {
      var lie = bytes
      lie.replaceSubrange(
        (directory + 24)..<(directory + 28), with: ZipBytes.four(UInt32(claimed)))
      #expect(TensorFilesTests.failure(reading: try folder.write(lie, to: "x.npz")) != nil)
    }
  }

  @Test func `what is no npy inside is refused by name`() throws {
    var lie = zip("X.npy", "Y.npy")
    lie.entries[1].data = Array("1 2 3\n4 5 6\n".utf8)
    #expect(try failure(lie)?.description.contains("array 'Y', byte 0: the header has") == true)
    lie.entries[1].data = []
    #expect(try failure(lie)?.description.contains("array 'Y'") == true)
  }
}

// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import TestSupport
import Testing

/// `.npy` files that lie.
@Suite struct HostileNpyTests {
  /// Wordings of the header that must be refused; 24 bytes of data follow each.
  static let lies = [
    "", "{", "{}", "[]", "{'descr': '<f4'}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (6)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': [2, 3]}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2., 3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (02, 3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3) 'x': 1}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'extra': 1}",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} + evil()",
    "{'descr': '|f4', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': 'f4', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '<f3', 'fortran_order': False, 'shape': (2, 4)}",
    "{'descr': '', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': '<f4\\'', 'fortran_order': False, 'shape': (2, 3)}",
    "{'descr': ('<f4', (2,)), 'fortran_order': False, 'shape': (3,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999999,)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': ("
      + String(repeating: "1, ", count: 40) + "6)}",
  ]

  @Test(arguments: lies)
  func `a header that lies is refused`(literal: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      npy(literal, data: [UInt8](repeating: 0, count: 24)), to: "lie.npy")
    let error = try #require(failure(reading: path), "read in spite of \(literal)")
    #expect(error.description.contains("lie.npy"))
  }

  @Test func `the honest header of the lies is read`() throws {
    let folder = try TemporaryFolder()
    for literal in [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n",
      "{\"shape\": (2L, 3L), \"descr\": \"<f4\", \"fortran_order\": True}   ",
    ] {
      let path = try folder.write(
        npy(literal, data: [UInt8](repeating: 0, count: 24), version: 2), to: "x.npy")
      #expect(failure(reading: path) == nil)
    }
  }

  @Test func `a claim of terabytes says what is there`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      npy(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1048576, 1048576)}",
        data: [UInt8](repeating: 0, count: 24)), to: "x.npy")
    #expect(
      failure(reading: path)?.description
        == "'\(path)': shape (1048576, 1048576) of '<f4' needs 4,398,046,511,104 bytes, but only "
        + "24 bytes are there; the file is cut off or its header is wrong, write it again")
  }

  @Test func `empty arrays with vast other sizes are refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000, 0)}", data: []),
      to: "x.npy")
    #expect(failure(reading: path)?.description.contains("4,000,000,000") == true)
  }

  @Test func `a file of holes is refused by the limit, not by running out of memory`() throws {
    let folder = try TemporaryFolder()
    let size = 1 << 36
    let path = try folder.write(
      npy("{'descr': '|u1', 'fortran_order': False, 'shape': (\(size),)}", data: []), to: "x.npy")
    let start = try bytesOfFile(path).count
    try #require(truncate(path, off_t(start + size)) == 0)
    #expect(
      failure(reading: path)
        == .aboveLimit(
          ArrayPlace(file: path), what: "the number of bytes in memory", found: size * 4,
          limit: 1 << 32))
  }

  @Test func `a truth value is 0 or 1`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,)}", data: [0, 1, 2]), to: "x.npy")
    #expect(failure(reading: path)?.description.contains("number 2 ") == true)
  }

  @Test(arguments: [
    "f4-little.npy", "version-3.npy", "three.npz", "packed.npz", "five.safetensors",
    "bfloat16.safetensors",
  ])
  func `every prefix of a file is refused`(name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try bytesOfFile(fixture(name))
    for length in bytes.indices {
      let path = try folder.write(bytes.prefix(length), to: name)
      #expect(failure(reading: path) != nil, "the first \(length) bytes were read")
    }
  }

  @Test(arguments: ["f4-big.npy", "three.npz", "packed.npz", "five.safetensors"])
  func `any byte may be wrong without harm`(name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try bytesOfFile(fixture(name))
    var refused = 0
    for place in bytes.indices {
      for change: UInt8 in [0xFF, 0x01, 0x80] {
        var changed = bytes
        changed[place] ^= change
        // Reading may go well, as numbers may be any; it must not trap, hang or fill the memory.
        refused += failure(reading: try folder.write(changed, to: name)) == nil ? 0 : 1
      }
    }
    #expect(refused > bytes.count / 3, "few changes were noticed")
  }
}

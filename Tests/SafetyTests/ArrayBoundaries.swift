// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors
import TestSupport

/// A `.npy` of zeros, with its header as long as it is wanted.
private func npy(_ shape: [Int], headerBytes: Int? = nil) -> [UInt8] {
  let sizes = shape.map { "\($0)," }.joined()
  var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(sizes))}"
  let wanted = headerBytes ?? header.utf8.count + 1
  header += String(repeating: " ", count: wanted - header.utf8.count - 1) + "\n"
  let length = (0..<4).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
  let count = shape.reduce(1, *)
  return [0x93] + Array("NUMPY".utf8) + [2, 0] + length + Array(header.utf8)
    + [UInt8](repeating: 0, count: 8 * count)
}

/// A `.safetensors` with arrays of one number, with its header as long as it is wanted.
private func safetensors(_ names: [String], headerBytes: Int? = nil) -> [UInt8] {
  let entries = names.enumerated().map { place, name in
    "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[\(4 * place),\(4 * place + 4)]}"
  }
  var header = "{" + entries.joined(separator: ",") + "}"
  header += String(repeating: " ", count: (headerBytes ?? header.utf8.count) - header.utf8.count)
  let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
  return length + Array(header.utf8) + [UInt8](repeating: 0, count: 4 * names.count)
}

/// Whether a file is refused because something is above a limit; every other error is thrown.
private func isAboveLimit(
  _ bytes: [UInt8], _ name: String, _ change: (inout TensorFileLimits) -> Void
) throws -> Bool {
  let folder = try TemporaryFolder()
  let path = try folder.write(bytes, to: name)
  var limits = TensorFileLimits.standard
  change(&limits)
  do {
    let file = try TensorFile.open(path, limits: limits)
    for name in file.names { _ = try file.tensor(named: name) }
    return false
  } catch let error as TensorFileError {
    switch error {
    case .aboveLimit, .packedTooTightly: return true
    // The list of sizes is not even read to its end.
    case .badHeader(_, _, let expected) where expected.hasPrefix("at most 32 numbers"): return true
    default: throw error
    }
  }
}

extension TemporaryFolder {
  /// The path of a JSON file with a text; an empty path, which nothing opens, when that fails.
  fileprivate func written(_ text: String) -> String {
    (try? write(text.utf8, to: "a.json")) ?? ""
  }
}

extension Boundary {
  private static let standard = TensorFileLimits.standard

  private static let zeros: [UInt8] = Array(
    (try? Data(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "TensorFilesTests/Fixtures/zeros.npz"))) ?? Data())

  /// What `zeros.npz` says of its entry: packed and unpacked bytes, and those of its list.
  private static func field(_ place: Int) -> Int {
    zeros[place..<(place + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
  private static let listBytes = field(zeros.count - 22 + 12)

  static let arrays = [
    Boundary("one array in memory", standard.arrayBytes, tried: 808) { size in
      try isAboveLimit(npy([101]), "a.npy") { $0.arrayBytes = 2 * 808 - size }
    },
    Boundary("rows of an empty array, if they were not empty", standard.emptyArrayBytes, tried: 104)
    { size in try isAboveLimit(npy([0, 13]), "a.npy") { $0.emptyArrayBytes = 2 * 104 - size } },
    Boundary("axes of an array", standard.axes) { count in
      try isAboveLimit(npy(Array(repeating: 1, count: count)), "a.npy") { _ in }
    },
    Boundary("header of a .npy array", standard.npyHeaderBytes) { size in
      try isAboveLimit(npy([3], headerBytes: size), "a.npy") { _ in }
    },
    Boundary("header of a .safetensors file", standard.safetensorsHeaderBytes, tried: 4099) {
      size in
      try isAboveLimit(safetensors(["a"], headerBytes: size), "a.safetensors") {
        $0.safetensorsHeaderBytes = 4099
      }
    },
    Boundary("a JSON dump", standard.jsonBytes, tried: 1009) { size in
      let folder = try TemporaryFolder()
      let start = "{\"weights\": [[1]]}"
      let text = start + String(repeating: " ", count: size - start.utf8.count)
      var limits = standard
      limits.jsonBytes = 1009
      do throws(TensorFileError) {
        _ = try JSONArrays(path: folder.written(text), limits: limits)
        return false
      } catch {
        if case .aboveLimit = error { return true }
        throw error
      }
    },
    Boundary("arrays of one file", standard.arrays, tried: 7) { count in
      try isAboveLimit(safetensors((0..<count).map { "a\($0)" }), "a.safetensors") {
        $0.arrays = 7
      }
    },
    Boundary("name of an array", standard.nameBytes) { size in
      try isAboveLimit(safetensors([String(repeating: "n", count: size)]), "a.safetensors") { _ in }
    },
    Boundary("list of contents of a .npz", standard.zipDirectoryBytes, tried: listBytes) { size in
      try isAboveLimit(zeros, "a.npz") { $0.zipDirectoryBytes = 2 * listBytes - size }
    },
    Boundary(
      "unpacked array that may be packed at any ratio", standard.freelyPackedBytes, tried: 80_128
    ) { size in
      try isAboveLimit(zeros, "a.npz") {
        $0.packedRatio = 1
        $0.freelyPackedBytes = 2 * 80_128 - size
      }
    },
    Boundary(
      "ratio of unpacked to packed beyond that", standard.packedRatio,
      tried: smallestRatio
    ) { ratio in
      try isAboveLimit(zeros, "a.npz") {
        $0.freelyPackedBytes = 0
        $0.packedRatio = 2 * smallestRatio - ratio
      }
    },
  ]

  /// The smallest limit that allows the file: the file stays as it is, the limit moves past it.
  ///
  /// Its packed bytes stand in the list of contents, `listBytes` before the end record.
  private static let smallestRatio = 80_128 / (field(zeros.count - 22 - listBytes + 20) + 1) + 1
}

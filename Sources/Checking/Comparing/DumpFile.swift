// SPDX-License-Identifier: MIT

import FoundationEssentials
import TensorFiles
import Tensors

/// Arrays that an implementation wrote to disk: an `.npz`, a `.safetensors`, a `.json`, one `.npy`
/// whose file is called like its stage, or a folder of such `.npy` files.
public struct DumpFile {
  /// The path, as it was given.
  public let path: String
  /// Names of all arrays.
  public let names: [String]
  private let read: (String) throws -> DumpedArray

  /// Opens a dump; arrays are read when they are asked for.
  ///
  /// - Parameter path: A file or a folder.
  /// - Throws: `TensorFileError` or `DumpFileError`.
  public init(path: String) throws {
    if Self.isFolder(path) {
      self = try Self.folder(path)
    } else if path.lowercased().hasSuffix(".json") {
      self.init(path, json: try JSONArrays(path: path))
    } else {
      self.init(path, file: try TensorFile.open(path))
    }
  }

  private init(path: String, names: [String], read: @escaping (String) throws -> DumpedArray) {
    self.path = path
    self.names = names
    self.read = read
  }

  private init(_ path: String, json: JSONArrays) {
    let tensors = Dictionary(uniqueKeysWithValues: json.arrays.map { ($0.name, $0.tensor) })
    self.init(path: path, names: json.arrays.map(\.name)) { name in
      DumpedArray(name, tensors[name] ?? .float64(Tensor(axes: [], scalars: [.nan])))
    }
  }

  private init(_ path: String, file: TensorFile) {
    self.init(path: path, names: file.names) { name in
      let stored = try file.storedType(named: name)
      return DumpedArray(
        name, try file.tensor(named: name), type: NumberType(rawValue: stored))
    }
  }

  private static func folder(_ path: String) throws -> DumpFile {
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw DumpFileError.unreadableFolder(path)
    }
    let arrays = files.filter { $0.lowercased().hasSuffix(".npy") && !$0.hasPrefix(".") }.sorted()
    guard !arrays.isEmpty else { throw DumpFileError.noArrays(folder: path, files: files.count) }
    let base = path.hasSuffix("/") ? path : path + "/"
    return DumpFile(path: path, names: arrays.map { String($0.dropLast(4)) }) { name in
      let file = arrays.first { $0.dropLast(4) == name } ?? name + ".npy"
      let opened = try TensorFile.open(base + file)
      let stored = try opened.storedType(named: opened.names.first ?? name)
      return DumpedArray(name, try opened.tensor(), type: NumberType(rawValue: stored))
    }
  }

  /// How the names of dumps end.
  public static let endings = ["npz", "npy", "safetensors", "json"]

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  /// Reads the arrays whose names are wanted, and no other.
  ///
  /// - Throws: `TensorFileError` that names file and array.
  public func arrays(where isWanted: (String) -> Bool = { _ in true }) throws -> [DumpedArray] {
    try names.filter(isWanted).map(read)
  }
}

/// Why a dump cannot be opened.
public enum DumpFileError: Error, Equatable, Sendable, CustomStringConvertible {
  case unreadableFolder(String)
  case noArrays(folder: String, files: Int)

  public var description: String {
    switch self {
    case .unreadableFolder(let path):
      "'\(path)': the folder cannot be read; check its permissions"
    case .noArrays(let folder, let files):
      "'\(folder)': none of its \(files) files ends in .npy; expected one a stage, such as "
        + "weights.npy. numpy.save(\"weights.npy\", weights) writes one"
    }
  }
}

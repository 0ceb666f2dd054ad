// SPDX-License-Identifier: MIT

import Tensors

/// An open file of arrays: `.npy`, `.npz` or `.safetensors`.
///
///     let file = try TensorFile.open("inputs.npz")
///     file.names                               // ["X", "W_Q"]
///     let input = try file.tensor(named: "X")  // only this one is read
///     input.axes.inWords                       // "[axis0=3, axis1=4]"
///
/// What the file claims is held against the bytes that are there before memory is asked for.
/// Numbers of up to 16 bits, booleans and float32 become float32; all others float64, exactly.
///
/// Not Sendable: it reads when asked. The tensors are.
public struct TensorFile {
  /// The path, as it was given.
  public let path: String
  public let kind: TensorFileKind
  private let limits: TensorFileLimits
  private let contents: Contents

  private enum Contents {
    case npy(RegularFile)
    case npz(NpzArchive)
    case safetensors(RegularFile, SafetensorsHeader)
  }

  /// Opens a file and reads what it says of itself, but no array.
  ///
  /// - Parameters:
  ///   - path: A file ending in `.npy`, `.npz` or `.safetensors`.
  ///   - limits: What is too large.
  /// - Returns: The open file; it is closed when nobody holds it any more.
  /// - Throws: `TensorFileError`.
  public static func open(
    _ path: String, limits: TensorFileLimits = .standard
  ) throws -> TensorFile {
    let file = try RegularFile(path)
    let start = try file.bytes(min(file.size, 16), at: 0, part: "the start of the file")
    let found = TensorFileKind(startOf: start)
    guard let kind = TensorFileKind(endingOf: path) else {
      throw TensorFileError.unknownEnding(file: path, found: found)
    }
    let isCutOff = found == nil && file.size < 9
    guard found == kind || isCutOff || (kind == .safetensors && found == nil) else {
      throw TensorFileError.kindDisagrees(file: path, ending: kind, found: found, start: start)
    }
    let contents: Contents
    switch kind {
    case .npy:
      _ = try NpyHeader.read(from: FileSpan(file), place: ArrayPlace(file: path), limits: limits)
      contents = .npy(file)
    case .npz: contents = .npz(try NpzArchive(file, limits: limits))
    case .safetensors: contents = .safetensors(file, try SafetensorsHeader(file, limits: limits))
    }
    return TensorFile(path: path, kind: kind, limits: limits, contents: contents)
  }

  /// The names of the arrays, in the order of the file.
  ///
  /// The one array of a `.npy` is called like
  /// the file, without its ending.
  public var names: [String] {
    switch contents {
    case .npy: [String((path.split(separator: "/").last ?? "").dropLast(".npy".count))]
    case .npz(let archive): archive.entries.map(\.name)
    case .safetensors(_, let header): header.entries.map(\.name)
    }
  }

  /// Reads one array, and no other.
  ///
  /// - Parameter name: Its name; may be left out when the file has only one.
  /// - Returns: A contiguous tensor whose axes are called `axis0`, `axis1`, … for want of better.
  /// - Throws: `TensorFileError`; `.noArray` lists the arrays there are.
  public func tensor(named name: String? = nil) throws -> AnyTensor {
    let names = names
    if name == nil && names.count != 1 {
      throw TensorFileError.nameNeeded(file: path, names: names)
    }
    guard let index = name.map({ names.firstIndex(of: $0) }) ?? 0 else {
      throw TensorFileError.noArray(file: path, wanted: name ?? "", names: names)
    }
    switch contents {
    case .npy(let file):
      let stream = FileSpan(file)
      let place = ArrayPlace(file: path)
      let layout = try NpyHeader.read(from: stream, place: place, limits: limits)
      return try ArrayReader(layout: layout, place: place).tensor(from: stream)
    case .npz(let archive): return try archive.tensor(archive.entries[index])
    case .safetensors(let file, let header):
      let entry = header.entries[index]
      let layout = try header.layout(of: entry, path: path, limits: limits)
      let stream = FileSpan(
        file, from: header.dataStart + entry.bytes.lowerBound,
        to: header.dataStart + entry.bytes.upperBound)
      let place = ArrayPlace(file: path, array: entry.name)
      return try ArrayReader(layout: layout, place: place).tensor(from: stream)
    }
  }

  /// How the numbers of an array lie, read anew.
  func layout(named name: String) throws -> ArrayLayout {
    guard let index = names.firstIndex(of: name) else {
      throw TensorFileError.noArray(file: path, wanted: name, names: names)
    }
    switch contents {
    case .npy(let file):
      return try NpyHeader.read(
        from: FileSpan(file), place: ArrayPlace(file: path), limits: limits)
    case .npz(let archive): return try archive.layout(archive.entries[index])
    case .safetensors(_, let header):
      return try header.layout(of: header.entries[index], path: path, limits: limits)
    }
  }
}

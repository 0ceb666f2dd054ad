// SPDX-License-Identifier: MIT

import CZip
import Tensors

/// An open `.npz`: a zip with one `.npy` for each array.
///
/// Not Sendable: libzip keeps one place of reading.
final class NpzArchive {
  struct Entry {
    let name: String
    let index: UInt64
    let unpackedBytes: Int
    let packedBytes: Int
    /// Whether the bytes lie in the file as they are.
    let isStored: Bool
  }

  /// The arrays, in the order of the zip.
  private(set) var entries: [Entry] = []
  private let zip: OpaquePointer
  private let file: RegularFile
  private let limits: TensorFileLimits

  /// Opens the zip and reads its list of contents; no array is unpacked.
  ///
  /// - Throws: `TensorFileError`.
  init(_ file: RegularFile, limits: TensorFileLimits) throws(TensorFileError) {
    try ZipDirectory.check(file, limits: limits)
    self.file = file
    self.limits = limits
    zip = try openArchive(file)
    var names = NameCheck(file: file.path, limits: limits)
    for index in 0..<UInt64(max(0, zip_get_num_entries(zip, 0))) {
      guard let raw = zip_get_name(zip, index, 0) else {
        throw .badZip(ArrayPlace(file: file.path), reason: "entry \(index) has no name")
      }
      let path = String(cString: raw)
      guard path.hasSuffix(".npy") else { continue }
      let name = String(path.dropLast(4))
      try names.add(name)
      entries.append(try entry(index, name))
    }
  }

  deinit { zip_discard(zip) }

  /// Looks whether an entry can be read at all, and at which size.
  private func entry(_ index: UInt64, _ name: String) throws(TensorFileError) -> Entry {
    let place = ArrayPlace(file: file.path, array: name)
    var status = zip_stat_t()
    guard zip_stat_index(zip, index, 0, &status) == 0 else {
      throw .badZip(place, reason: reason(zip))
    }
    guard status.encryption_method == UInt16(ZIP_EM_NONE) else {
      throw .badZip(place, reason: "the array is encrypted")
    }
    guard [ZIP_CM_STORE, ZIP_CM_DEFLATE].contains(Int32(status.comp_method)) else {
      throw .badZip(
        place,
        reason: "packing method \(status.comp_method), only stored (0) and deflate (8) "
          + "are read")
    }
    guard let unpacked = Int(exactly: status.size), let packed = Int(exactly: status.comp_size),
      packed <= file.size
    else {
      throw .endsEarly(
        place, part: "the packed array", needed: Int(clamping: status.comp_size),
        available: file.size)
    }
    guard status.comp_method != UInt16(ZIP_CM_STORE) || packed == unpacked else {
      throw .badZip(place, reason: "stored \(packed) bytes claim to be \(unpacked)")
    }
    return Entry(
      name: name, index: index, unpackedBytes: unpacked, packedBytes: packed,
      isStored: status.comp_method == UInt16(ZIP_CM_STORE))
  }

  /// Unpacks one array.
  ///
  /// - Throws: `TensorFileError`; what is not what it claims was not allocated for.
  func tensor(_ entry: Entry) throws -> AnyTensor {
    let place = ArrayPlace(file: file.path, array: entry.name)
    if entry.unpackedBytes > limits.freelyPackedBytes,
      entry.unpackedBytes / limits.packedRatio > entry.packedBytes
    {
      throw TensorFileError.packedTooTightly(
        place, packed: entry.packedBytes, unpacked: entry.unpackedBytes, ratio: limits.packedRatio)
    }
    let stream = try ZipStream(zip, entry, place: place)
    let layout = try NpyHeader.read(from: stream, place: place, limits: limits)
    // What is stored cannot be less than it claims.
    if layout.memoryByteCount > limits.freelyPackedBytes, !entry.isStored {
      // Unpacked twice, the first time to nowhere: memory only for what is whole.
      try ZipStream(zip, entry, place: place).checkToEnd()
    }
    let tensor = try ArrayReader(layout: layout, place: place).tensor(from: stream)
    try stream.checkToEnd()
    return tensor
  }

  /// How the numbers of one array lie, as its header says.
  func layout(_ entry: Entry) throws -> ArrayLayout {
    let place = ArrayPlace(file: file.path, array: entry.name)
    return try NpyHeader.read(
      from: ZipStream(zip, entry, place: place), place: place, limits: limits)
  }
}

/// Opens a zip on a copy of the descriptor, which libzip closes.
private func openArchive(_ file: RegularFile) throws(TensorFileError) -> OpaquePointer {
  let copy = try file.duplicate()
  var code: Int32 = 0
  if let zip = zip_fdopen(copy, 0, &code) { return zip }
  closeDescriptor(copy)
  var error = zip_error_t()
  zip_error_init_with_code(&error, code)
  defer { zip_error_fini(&error) }
  throw .badZip(
    ArrayPlace(file: file.path), reason: String(cString: zip_error_strerror(&error)))
}

/// What libzip says went wrong last with an archive.
func reason(_ zip: OpaquePointer) -> String { String(cString: zip_strerror(zip)) }

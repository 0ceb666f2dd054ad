// SPDX-License-Identifier: MIT

import CZip

/// Makes zip archives, whole or not at all; equal entries give equal files.
public enum ZipWriter {
  /// One file of an archive.
  public struct Entry: Sendable {
    public let name: String
    public let bytes: [UInt8]
    /// Whether it may be run.
    public let isProgram: Bool

    public init(_ name: String, _ bytes: [UInt8], isProgram: Bool = false) {
      self.name = name
      self.bytes = bytes
      self.isProgram = isProgram
    }
  }

  /// Writes an archive.
  ///
  /// - Parameters:
  ///   - entries: Its files; names with `/` make folders.
  ///   - path: Where it goes.
  ///   - packs: Whether entries are packed; NumPy's archives are not.
  ///   - replacing: Whether a file that is there already may be replaced.
  /// - Throws: `TensorFileError.cannotWrite` or `.alreadyExists`.
  public static func write(
    _ entries: [Entry], to path: String, packs: Bool = true, replacing: Bool = true
  ) throws(TensorFileError) {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else {
      throw .cannotWrite(file: path, reason: String(cString: zip_error_strerror(&error)))
    }
    // Held a second time, so that the bytes outlive the archive.
    zip_source_keep(target)
    defer { zip_source_free(target) }
    guard let zip = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
      zip_source_free(target)
      throw .cannotWrite(file: path, reason: String(cString: zip_error_strerror(&error)))
    }
    do throws(TensorFileError) {
      for entry in entries { try add(entry, to: zip, path: path, packs: packs) }
      // An archive without entries is no file for libzip; NumPy can read 22 bytes that say so.
      guard !entries.isEmpty else {
        zip_discard(zip)
        return try AtomicFile.write(
          [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), to: path, replacing: replacing)
      }
      guard zip_close(zip) == 0 else { throw .cannotWrite(file: path, reason: reason(zip)) }
    } catch {
      zip_discard(zip)
      throw error
    }
    try AtomicFile.write(try content(of: target, path: path), to: path, replacing: replacing)
  }

  private static func add(
    _ entry: Entry, to zip: OpaquePointer, path: String, packs: Bool
  ) throws(TensorFileError) {
    // libzip reads the bytes only when the archive is closed, and frees this copy afterwards.
    let copy = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, entry.bytes.count), alignment: 16)
    copy.copyBytes(from: entry.bytes)
    let count = UInt64(entry.bytes.count)
    guard let source = zip_source_buffer(zip, copy.baseAddress, count, 1) else {
      copy.deallocate()
      throw .cannotWrite(file: path, reason: reason(zip))
    }
    let index = zip_file_add(zip, entry.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw .cannotWrite(file: path, reason: reason(zip))
    }
    let method = packs ? ZIP_CM_DEFLATE : ZIP_CM_STORE
    // 1 January 1980, the first day of zip: equal entries give equal files.
    guard zip_set_file_compression(zip, UInt64(index), method, 0) == 0,
      zip_file_set_dostime(zip, UInt64(index), 0, 0x21, 0) == 0
    else { throw .cannotWrite(file: path, reason: reason(zip)) }
    guard entry.isProgram else { return }
    let mode: UInt32 = 0o100755 << 16
    guard
      zip_file_set_external_attributes(zip, UInt64(index), 0, UInt8(ZIP_OPSYS_UNIX), mode) == 0
    else { throw .cannotWrite(file: path, reason: reason(zip)) }
  }

  private static func content(
    of source: OpaquePointer, path: String
  ) throws(TensorFileError) -> [UInt8] {
    var status = zip_stat_t()
    guard zip_source_stat(source, &status) == 0, zip_source_open(source) == 0 else {
      throw .cannotWrite(file: path, reason: "libzip does not give back what it made")
    }
    defer { zip_source_close(source) }
    let size = Int(status.size)
    let result = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, Int(zip_source_read(source, buffer.baseAddress, UInt64(size))))
    }
    guard result.count == size else {
      throw .cannotWrite(file: path, reason: "libzip does not give back what it made")
    }
    return result
  }
}

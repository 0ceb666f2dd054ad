// SPDX-License-Identifier: MIT

import CZip
import Tensors

/// Makes a `.npz` as `numpy.savez` does: every array stored, not packed.
enum NpzWriter {
  /// Writes arrays whose names were checked.
  ///
  /// - Throws: `TensorFileError.cannotWrite`.
  static func write(
    _ arrays: [(name: String, tensor: AnyTensor)], to path: String, replacing: Bool
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
      for array in arrays { try add(array.name, array.tensor.npyBytes, to: zip, path: path) }
      // An archive without entries is no file for libzip; NumPy can read 22 bytes that say so.
      guard !arrays.isEmpty else {
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
    _ name: String, _ bytes: [UInt8], to zip: OpaquePointer, path: String
  ) throws(TensorFileError) {
    // libzip reads the bytes only when the archive is closed, and frees this copy afterwards.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    copy.copyBytes(from: bytes)
    guard let source = zip_source_buffer(zip, copy.baseAddress, UInt64(bytes.count), 1) else {
      copy.deallocate()
      throw .cannotWrite(file: path, reason: reason(zip))
    }
    let index = zip_file_add(zip, name + ".npy", source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw .cannotWrite(file: path, reason: reason(zip))
    }
    // 1 January 1980, the first day of zip: equal arrays give equal files.
    guard zip_set_file_compression(zip, UInt64(index), ZIP_CM_STORE, 0) == 0,
      zip_file_set_dostime(zip, UInt64(index), 0, 0x21, 0) == 0
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

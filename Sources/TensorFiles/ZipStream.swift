// SPDX-License-Identifier: MIT

import CZip

/// One entry of a zip, unpacked while it is read.
final class ZipStream: ByteStream {
  private let entry: OpaquePointer
  private let place: ArrayPlace
  private(set) var remaining: Int
  private(set) var position = 0

  /// Begins to unpack an entry.
  ///
  /// - Throws: `TensorFileError.badZip`.
  init(_ zip: OpaquePointer, _ entry: NpzArchive.Entry, place: ArrayPlace) throws(TensorFileError) {
    guard let opened = zip_fopen_index(zip, entry.index, 0) else {
      throw .badZip(place, reason: reason(zip))
    }
    self.entry = opened
    self.place = place
    remaining = entry.unpackedBytes
  }

  deinit { zip_fclose(entry) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TensorFileError) -> Int {
    let wanted = min(buffer.count, remaining)
    guard wanted > 0, let base = buffer.baseAddress else { return 0 }
    let count = Int(zip_fread(entry, base, UInt64(wanted)))
    guard count >= 0 else { throw damaged() }
    remaining -= count
    position += count
    return count
  }

  /// Unpacks the rest to nowhere, and makes libzip compare the check sum.
  ///
  /// - Throws: `TensorFileError.badZip` or `.endsEarly`.
  func checkToEnd() throws(TensorFileError) {
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { scratch.deallocate() }
    while remaining > 0 {
      guard try read(into: scratch) > 0 else {
        throw .endsEarly(
          place, part: "the unpacked array", needed: position + remaining, available: position)
      }
    }
    // libzip compares only when it is asked for bytes behind the last.
    let count = zip_fread(entry, scratch.baseAddress, 1)
    guard count >= 0 else { throw damaged() }
    guard count == 0 else {
      throw .badZip(place, reason: "it unpacks to more than the \(position) bytes it claims")
    }
  }

  private func damaged() -> TensorFileError {
    var place = place
    place.byte = position
    return .badZip(place, reason: String(cString: zip_file_strerror(entry)))
  }
}

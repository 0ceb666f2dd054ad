// SPDX-License-Identifier: MIT

/// Looks at the list of contents of a zip before libzip does.
///
/// libzip believes the number of entries and allocates for each; a file of a few bytes that claims
/// some hundred million would take gigabytes. Every record that libzip could choose is held against
/// the limits.
enum ZipDirectory {
  private static let endSize = 22
  private static let locatorSize = 20
  private static let entrySize = 46

  /// Refuses a list of contents that is missing, larger than the file, or beyond the limits.
  ///
  /// - Throws: `TensorFileError.badZip` or `.aboveLimit`.
  static func check(_ file: RegularFile, limits: TensorFileLimits) throws(TensorFileError) {
    let tailStart = max(0, file.size - endSize - 0xFFFF - locatorSize)
    let tail = try file.bytes(
      file.size - tailStart, at: tailStart, part: "the list of contents of the zip")
    var found = false
    var place = tail.count - endSize
    while place >= 0 {
      if has("PK\u{5}\u{6}", tail, place) {
        found = true
        try checkClaim(
          entries: number(tail, place + 10, 2), bytes: number(tail, place + 12, 4), file, limits)
        if place >= locatorSize, has("PK\u{6}\u{7}", tail, place - locatorSize) {
          try checkLarge(at: number(tail, place - locatorSize + 8, 8), file, limits)
        }
      }
      place -= 1
    }
    guard found else {
      throw .badZip(
        ArrayPlace(file: file.path),
        reason: "the list of contents at its end is missing, the file is cut off")
    }
  }

  /// Checks the record of the larger zip64 format, which the end of the file points to.
  private static func checkLarge(
    at place: UInt64, _ file: RegularFile, _ limits: TensorFileLimits
  ) throws(TensorFileError) {
    guard let start = Int(exactly: place), start <= file.size else {
      throw .badZip(
        ArrayPlace(file: file.path), reason: "it points to byte \(place), behind its end")
    }
    let record = try file.bytes(56, at: start, part: "the zip64 record")
    guard has("PK\u{6}\u{6}", record, 0) else { return }
    try checkClaim(entries: number(record, 32, 8), bytes: number(record, 40, 8), file, limits)
  }

  private static func checkClaim(
    entries: UInt64, bytes: UInt64, _ file: RegularFile, _ limits: TensorFileLimits
  ) throws(TensorFileError) {
    let place = ArrayPlace(file: file.path)
    // The largest numbers of the small record mean: see the zip64 record.
    if entries != 0xFFFF, entries > UInt64(limits.arrays) {
      throw .aboveLimit(
        place, what: "the number of arrays", found: Int(clamping: entries), limit: limits.arrays)
    }
    guard bytes != 0xFFFF_FFFF else { return }
    if bytes > UInt64(limits.zipDirectoryBytes) {
      throw .aboveLimit(
        place, what: "the length of the list of contents", found: Int(clamping: bytes),
        limit: limits.zipDirectoryBytes)
    }
    if entries != 0xFFFF, entries * UInt64(entrySize) > bytes || bytes > UInt64(file.size) {
      throw .badZip(
        place, reason: "\(entries) entries in \(bytes) bytes of contents do not fit in the file")
    }
  }

  private static func has(_ signature: String, _ bytes: [UInt8], _ place: Int) -> Bool {
    bytes[place...].starts(with: signature.utf8)
  }

  /// An unsigned number, least byte first; the caller has looked that the bytes are there.
  private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> UInt64 {
    bytes[place..<(place + width)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

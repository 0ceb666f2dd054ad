// SPDX-License-Identifier: MIT

/// Bytes that are read from front to back: a part of a file, or an unpacked entry of a zip.
protocol ByteStream: AnyObject {
  /// How many bytes remain, as far as the container says.
  var remaining: Int { get }
  /// How many bytes were read so far.
  var position: Int { get }

  /// Fills a part of `buffer`.
  ///
  /// - Returns: How many bytes were read; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TensorFileError) -> Int
}

extension ByteStream {
  /// Fills the whole of `buffer`.
  ///
  /// - Parameters:
  ///   - buffer: The memory to fill.
  ///   - part: What is read, for the sentence.
  ///   - place: The file and array.
  /// - Throws: `TensorFileError.endsEarly` when fewer bytes come.
  func fill(
    _ buffer: UnsafeMutableRawBufferPointer, part: String, place: ArrayPlace
  ) throws(TensorFileError) {
    var next = 0
    while next < buffer.count {
      let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[next...]))
      guard count > 0 else {
        throw .endsEarly(place, part: part, needed: buffer.count, available: next)
      }
      next += count
    }
  }

  /// Takes a few bytes.
  ///
  /// - Throws: `TensorFileError.endsEarly`, before anything is allocated.
  func take(_ count: Int, part: String, place: ArrayPlace) throws(TensorFileError) -> [UInt8] {
    guard count <= remaining else {
      throw .endsEarly(place, part: part, needed: count, available: remaining)
    }
    var result = [UInt8](repeating: 0, count: count)
    // Typed throws do not pass through the closure of an array.
    var failure: TensorFileError?
    result.withUnsafeMutableBytes { buffer in
      do throws(TensorFileError) {
        try fill(buffer, part: part, place: place)
      } catch { failure = error }
    }
    if let failure { throw failure }
    return result
  }
}

/// A part of a file.
final class FileSpan: ByteStream {
  private let file: RegularFile
  private let start: Int
  private let end: Int
  private var next: Int

  init(_ file: RegularFile, from start: Int = 0, to end: Int? = nil) {
    self.file = file
    self.start = start
    self.end = end ?? file.size
    next = start
  }

  var remaining: Int { end - next }
  var position: Int { next - start }

  /// Maps the next bytes into memory instead of reading them, where the system can.
  ///
  /// - Returns: `nil` when they are too few to be worth it, or where numbers of `alignment` bytes
  ///   would not lie as they must.
  func mapped(_ count: Int, alignment: Int) -> MappedBytes? {
    guard count >= MappedBytes.smallest, count <= remaining, next % alignment == 0 else {
      return nil
    }
    return MappedBytes(file, at: next, count: count)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TensorFileError) -> Int {
    let wanted = min(buffer.count, remaining)
    guard wanted > 0 else { return 0 }
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    let count = try file.read(into: part, at: next)
    next += count
    return count
  }
}

// SPDX-License-Identifier: MIT

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An open file with bytes on a disk, for reading: no folder, no pipe, no device.
///
/// It is asked once what it is, after it was opened, so that nobody can put another in its place.
final class RegularFile {
  let path: String
  /// The number of bytes when it was opened.
  let size: Int
  let descriptor: Int32

  /// Opens a file; a pipe without a writer does not make it wait.
  ///
  /// - Throws: `TensorFileError.cannotOpen`, `.notRegular` or `.empty`.
  init(_ path: String) throws(TensorFileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .cannotOpen(file: path, reason: "a path is not empty and has no zero byte")
    }
    let opened = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard opened >= 0 else { throw .cannotOpen(file: path, reason: systemReason()) }
    var status = stat()
    guard fstat(opened, &status) == 0 else {
      let reason = systemReason()
      close(opened)
      throw .cannotOpen(file: path, reason: reason)
    }
    if let kind = kindOfNonFile(status.st_mode) {
      close(opened)
      throw .notRegular(file: path, found: kind)
    }
    guard status.st_size > 0 else {
      close(opened)
      throw .empty(file: path)
    }
    self.path = path
    size = Int(status.st_size)
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Reads bytes at a place; fewer only where the file ends.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, at place: Int
  ) throws(TensorFileError) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(place))
      if count >= 0 { return count }
      if errno != EINTR {
        throw .cannotRead(ArrayPlace(file: path, byte: place), reason: systemReason())
      }
    }
  }

  /// Reads bytes at a place.
  ///
  /// - Throws: `TensorFileError.endsEarly` when there are fewer.
  func bytes(_ count: Int, at place: Int, part: String) throws(TensorFileError) -> [UInt8] {
    try FileSpan(self, from: min(place, size)).take(
      count, part: part, place: ArrayPlace(file: path, byte: place))
  }
}

/// What the system says went wrong last.
func systemReason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }

/// What a path leads to if it is no file with bytes.
func kindOfNonFile(_ mode: mode_t) -> String? {
  switch mode & S_IFMT {
  case S_IFREG: nil
  case S_IFDIR: "a folder"
  case S_IFIFO: "a pipe"
  case S_IFSOCK: "a socket"
  case S_IFCHR, S_IFBLK: "a device"
  default: "no regular file"
  }
}

extension RegularFile {
  /// A second descriptor of the same file, which the caller closes.
  func duplicate() throws(TensorFileError) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .cannotOpen(file: path, reason: systemReason()) }
    return copy
  }
}

/// Closes a descriptor, for files that do not import the system's C library.
func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

// SPDX-License-Identifier: MIT

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Bytes of a file that appear in memory when they are looked at, and can leave it again.
///
/// A file that another program cuts off while it is mapped ends this one (SIGBUS), as with every
/// program that maps files; only files of 16 MB and more are mapped.
final class MappedBytes {
  static let smallest = 1 << 24

  /// The bytes that were asked for.
  let bytes: UnsafeMutableRawBufferPointer
  private let base: UnsafeMutableRawPointer
  private let length: Int

  /// Maps a part of a file; `nil` where the system does not.
  init?(_ file: RegularFile, at place: Int, count: Int) {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let start = place / page * page
    length = place - start + count
    // Private and writable only in type: nobody writes to it.
    guard let base = mmap(nil, length, PROT_READ, MAP_PRIVATE, file.descriptor, off_t(start)),
      base != MAP_FAILED
    else { return nil }
    self.base = base
    bytes = UnsafeMutableRawBufferPointer(start: base + (place - start), count: count)
  }

  deinit { munmap(base, length) }
}

// SPDX-License-Identifier: MIT

import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file in the making, in the folder where it will lie.
///
/// Where the system can, it has no name until it is whole: whatever ends the program, nothing is
/// left behind. Elsewhere it is called `.attn-….part`.
struct Draft {
  /// What the system answered.
  struct Failure: Error {
    let code: Int32
  }

  let descriptor: Int32
  private let folder: String
  /// The name it has; `nil` as long as it has none.
  private let name: String?

  /// The name of the draft that `abandon` removes: the address of a C string, or 0.
  private static let named = Atomic<UInt>(0)

  /// Opens a draft in the folder of a path.
  init(beside target: String) throws(Failure) {
    let slash = target.lastIndex(of: "/").map { target.index(after: $0) }
    folder = String(target[..<(slash ?? target.startIndex)])
    #if os(Linux)
    // `O_TMPFILE`, which is a calculation in C and so has no name here.
    let flags = O_WRONLY | 0o20_000_000 | O_DIRECTORY | O_CLOEXEC
    // A name is given through `/proc`.
    let nameless =
      access("/proc/self/fd", X_OK) == 0 ? open(folder.isEmpty ? "." : folder, flags, 0o666) : -1
    if nameless >= 0 {
      descriptor = nameless
      name = nil
      return
    }
    #endif
    for _ in 0..<16 {
      let name = Self.freshName(folder)
      let opened = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if opened >= 0 {
        descriptor = opened
        self.name = name
        Self.remember(name)
        return
      }
      guard errno == EEXIST else { break }
    }
    throw Failure(code: errno)
  }

  /// Writes all bytes.
  ///
  /// - Returns: 0, or the number of the error.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var next = 0
    while next < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress.map { $0 + next }, bytes.count - next, off_t(next))
      if count < 0 && errno != EINTR { return errno }
      next += max(0, count)
    }
    return 0
  }

  /// Gives the draft its name, in one step.
  ///
  /// - Returns: 0, or the number of the error; `EEXIST` when there is a file that must stay.
  func publish(as target: String, replacing: Bool) -> Int32 {
    if let name { return rename(name, target, replacing: replacing) }
    let source = "/proc/self/fd/\(descriptor)"
    guard replacing else { return link(source, to: target) }
    // A link never replaces; a name beside the old file can then take its place.
    for _ in 0..<16 {
      let name = Self.freshName(folder)
      let code = link(source, to: name)
      if code == EEXIST { continue }
      guard code == 0 else { return code }
      Self.remember(name)
      let failure = rename(name, target, replacing: true)
      if failure != 0 { unlink(name) }
      return failure
    }
    return EEXIST
  }

  /// Closes the draft, and removes it if it was not published.
  func end() {
    close(descriptor)
    if let name { unlink(name) }
    Self.remember(nil)
  }

  /// Removes the draft that is being written, if it has a name; fit for handlers of signals.
  static func abandon() {
    guard let name = UnsafePointer<CChar>(bitPattern: named.load(ordering: .acquiring)) else {
      return
    }
    unlink(name)
  }

  /// The names are few and short, so none is given back: a handler may be reading it.
  private static func remember(_ name: String?) {
    let copy = name.flatMap { strdup($0) }
    named.store(UInt(bitPattern: copy), ordering: .releasing)
  }

  private func link(_ source: String, to name: String) -> Int32 {
    linkat(AT_FDCWD, source, AT_FDCWD, name, Int32(AT_SYMLINK_FOLLOW)) == 0 ? 0 : errno
  }

  private func rename(_ name: String, _ target: String, replacing: Bool) -> Int32 {
    if replacing { return systemRename(name, target) == 0 ? 0 : errno }
    // A second name fails where the first is taken; the draft's own goes with `end`.
    return link(name, to: target)
  }

  /// The name of the target is left out: together they could be too long.
  private static func freshName(_ folder: String) -> String {
    "\(folder).attn-\(String(UInt64.random(in: 0...(.max)), radix: 36)).part"
  }
}

/// `rename` of the C library, which a method of the same name would hide.
private func systemRename(_ old: String, _ new: String) -> Int32 { rename(old, new) }

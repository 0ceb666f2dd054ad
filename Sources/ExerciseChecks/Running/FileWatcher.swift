// SPDX-License-Identifier: MIT

import CLinux
import Glibc

/// Waits until one of several files has another content.
///
/// inotify watches their folders, since editors replace files rather than write into them. Where it is
/// not to be had (network file systems, too many watches) the files are looked at twice a second.
public struct FileWatcher {
  private let paths: [String]
  private var contents: [String?]
  private let descriptor: Int32

  /// - Parameters:
  ///   - paths: The files.
  ///   - polls: Whether to look instead of being told.
  public init(_ paths: [String], polls: Bool) {
    self.paths = paths
    contents = paths.map { try? SmallFiles.text($0) }
    descriptor = polls ? -1 : Self.notifier(paths)
  }

  /// Whether the system tells of changes.
  public var isTold: Bool { descriptor >= 0 }

  private static func notifier(_ paths: [String]) -> Int32 {
    let descriptor = inotify_init1(Int32(O_CLOEXEC | O_NONBLOCK))
    guard descriptor >= 0 else { return -1 }
    let folders = Set(paths.map { String($0[..<($0.lastIndex(of: "/") ?? $0.startIndex)]) })
    let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_MODIFY)
    for folder in folders where inotify_add_watch(descriptor, folder, events) < 0 {
      close(descriptor)
      return -1
    }
    return descriptor
  }

  /// Waits for a change.
  ///
  /// - Returns: The place of the file that changed; `nil` after an interruption.
  public mutating func nextChange() -> Int? {
    while !Interruption.isRequested {
      if let place = changed() {
        // An editor may still be writing; what it leaves half is read again.
        usleep(30_000)
        contents[place] = try? SmallFiles.text(paths[place])
        return place
      }
      wait()
    }
    return nil
  }

  private func wait() {
    var file = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Even when told, look now and then: not every file system tells.
    poll(&file, 1, isTold ? 2000 : 500)
    guard isTold else { return }
    var buffer = [UInt8](repeating: 0, count: 4096)
    while read(descriptor, &buffer, buffer.count) > 0 {}
  }

  private func changed() -> Int? {
    paths.indices.first { place in
      guard let text = try? SmallFiles.text(paths[place]) else { return false }
      return text != contents[place]
    }
  }
}

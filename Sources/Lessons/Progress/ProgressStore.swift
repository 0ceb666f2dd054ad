// SPDX-License-Identifier: MIT

import FoundationEssentials
import TensorFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps the progress of a learner in a file of the user's state folder.
///
/// Whatever goes wrong, the command that records goes on: the store answers with a sentence to
/// show. Programs that record at once wait for each other, and the file is replaced whole.
public struct ProgressStore: Sendable {
  /// The folder; `nil` when neither `XDG_STATE_HOME` nor `HOME` says where.
  let folder: String?
  /// A file larger than this is not ours.
  private static let mostBytes = 1 << 20

  /// Finds the folder: `$XDG_STATE_HOME/attention-tracer`, or `~/.local/state/attention-tracer`.
  ///
  /// - Parameter environment: The value of a variable of the environment.
  public init(environment: (String) -> String?) {
    // The specification says to pass over paths that are not absolute.
    if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      folder = state + "/attention-tracer"
    } else if let home = environment("HOME"), home.hasPrefix("/") {
      folder = home + "/.local/state/attention-tracer"
    } else {
      folder = nil
    }
  }

  /// The file itself.
  public var file: String? { folder.map { $0 + "/progress.json" } }

  /// Reads what was done.
  ///
  /// - Returns: The progress, empty where there is none; and a sentence when the file is damaged or
  ///   cannot be read.
  public func read() -> (progress: Progress, note: String?) {
    guard let file else { return (Progress(), nil) }
    switch Self.contents(of: file) {
    case .missing: return (Progress(), nil)
    case .unreadable(let reason):
      return (Progress(), "your progress cannot be read: \(file): \(reason)")
    case .damaged:
      return (
        Progress(), "\(file) is damaged; the next thing you do sets it aside and begins anew"
      )
    case .progress(let progress): return (progress, nil)
    }
  }

  /// Remembers things that were done.
  ///
  /// - Returns: A sentence to show when they could not be remembered, or when a damaged file was set
  ///   aside; `nil` when all is well.
  public func record(_ events: [ProgressEvent]) -> String? {
    guard let folder, let file else {
      return "your progress is not kept: neither XDG_STATE_HOME nor HOME says where"
    }
    guard !events.isEmpty else { return nil }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      return "your progress is not kept: \(folder) cannot be made"
    }
    let lock = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { return Self.failure(folder) }
    defer { close(lock) }
    // Waits for another program that records; it holds the lock for milliseconds.
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { return Self.failure(folder) }
    }
    var note: String?
    var progress = Progress()
    switch Self.contents(of: file) {
    case .missing: break
    case .unreadable(let reason): return "your progress is not kept: \(file): \(reason)"
    case .damaged:
      guard let aside = Self.setAside(file) else { return Self.failure(file) }
      note = "\(file) was damaged; it is set aside as \(aside), and your progress begins anew"
    case .progress(let found): progress = found
    }
    let before = progress
    for event in events { progress.record(event) }
    guard progress != before else { return note }
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try AtomicFile.write(Array(encoder.encode(progress.tree)) + [0x0A], to: file)
    } catch {
      return "your progress is not kept: \(error)"
    }
    return note
  }

  private static func failure(_ path: String) -> String {
    "your progress is not kept: \(path): \(String(cString: strerror(errno)))"
  }

  // MARK: - The file

  private enum Contents {
    case missing
    case unreadable(String)
    case damaged
    case progress(Progress)
  }

  private static func contents(of file: String) -> Contents {
    var status = stat()
    guard stat(file, &status) == 0 else {
      return errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return .unreadable("it is no regular file") }
    guard status.st_size <= mostBytes else { return .damaged }
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .unreadable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: mostBytes + 1)
    var size = 0
    while size < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        systemRead(descriptor, buffer.baseAddress?.advanced(by: size), buffer.count - size)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return .unreadable(String(cString: strerror(errno))) }
      guard count > 0 else { break }
      size += count
    }
    guard let tree = try? JSONDecoder().decode(JSONTree.self, from: Data(bytes[..<size])),
      let progress = Progress(tree: tree)
    else { return .damaged }
    return .progress(progress)
  }

  /// Renames a damaged file to a name that is free, so that nothing is lost.
  private static func setAside(_ file: String) -> String? {
    for number in 1...999 {
      let name = "\(file).damaged-\(number)"
      if link(file, name) == 0 {
        unlink(file)
        return name
      }
      guard errno == EEXIST else { return nil }
    }
    return nil
  }
}

/// `read` of the C library, which a method of the same name would hide.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int
{
  read(descriptor, bytes, count)
}

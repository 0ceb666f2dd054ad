// SPDX-License-Identifier: MIT

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes files whole or not at all.
///
///     try AtomicFile.write("a,b\n", to: "marks.csv")
///
/// The bytes go to a temporary file in the same folder, onto the disk, and then take the place of
/// the old file in one step. Whoever reads meanwhile, or after a power cut, finds the old bytes or
/// the new ones. A symbolic link stays and its target is replaced; permissions are kept.
///
/// Policy: devices and pipes are refused. Nothing can be written to them whole or not at all, and
/// renaming onto `/dev/null` would remove it.
public enum AtomicFile {
  /// Writes a text in UTF-8.
  ///
  /// - Throws: `TensorFileError.cannotWrite`; the old file is untouched.
  public static func write(_ text: String, to path: String) throws(TensorFileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes bytes.
  ///
  /// - Throws: `TensorFileError.cannotWrite`; the old file is untouched.
  public static func write(_ bytes: [UInt8], to path: String) throws(TensorFileError) {
    // Typed throws do not pass through the closure of an array.
    var failure: TensorFileError?
    bytes.withUnsafeBytes { buffer in
      do throws(TensorFileError) {
        try write(buffer, to: path)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Writes bytes from memory.
  ///
  /// - Throws: `TensorFileError.cannotWrite`; the old file is untouched.
  public static func write(
    _ bytes: UnsafeRawBufferPointer, to path: String
  ) throws(TensorFileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .cannotWrite(file: path, reason: "a path is not empty and has no zero byte")
    }
    let target = resolvingLinks(path)
    let mode = try permissions(of: target, path: path)
    let (descriptor, temporary) = try openTemporary(beside: target, path: path)
    var reason = writeAll(bytes, to: descriptor)
    if reason == nil, let mode, fchmod(descriptor, mode) != 0 { reason = systemReason() }
    if reason == nil, fsync(descriptor) != 0 { reason = systemReason() }
    if close(descriptor) != 0, reason == nil { reason = systemReason() }
    if reason == nil, rename(temporary, target) != 0 { reason = systemReason() }
    if let reason {
      unlink(temporary)
      throw .cannotWrite(file: path, reason: reason)
    }
    synchroniseFolder(of: target)
  }
}

// MARK: - Steps

extension AtomicFile {
  /// The path behind symbolic links; the path itself when nothing is there yet.
  private static func resolvingLinks(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The permissions of the file to be replaced; `nil` when there is none.
  private static func permissions(
    of target: String, path: String
  ) throws(TensorFileError) -> mode_t? {
    var status = stat()
    guard stat(target, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw .cannotWrite(file: path, reason: systemReason())
    }
    if let kind = kindOfNonFile(status.st_mode) {
      throw .cannotWrite(file: path, reason: "it is \(kind), only files are replaced")
    }
    // A rename would replace a write-protected file without asking.
    guard access(target, W_OK) == 0 else {
      throw .cannotWrite(file: path, reason: systemReason())
    }
    return status.st_mode & 0o777
  }

  private static func openTemporary(
    beside target: String, path: String
  ) throws(TensorFileError) -> (descriptor: Int32, name: String) {
    let slash = target.lastIndex(of: "/").map { target.index(after: $0) }
    let folder = target[..<(slash ?? target.startIndex)]
    for _ in 0..<16 {
      // The name of the target is left out: together they could be too long.
      let name = "\(folder).attn-\(String(UInt64.random(in: 0...(.max)), radix: 36)).part"
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (descriptor, name) }
      guard errno == EEXIST else { break }
    }
    throw .cannotWrite(file: path, reason: systemReason())
  }

  /// Writes all bytes, or says why not.
  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> String? {
    var next = 0
    while next < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress.map { $0 + next }, bytes.count - next, off_t(next))
      if count < 0 && errno != EINTR { return systemReason() }
      next += max(0, count)
    }
    return nil
  }

  /// Puts the new name onto the disk as well.
  ///
  /// Some file systems cannot, which harms nobody: the
  /// file itself is whole either way.
  private static func synchroniseFolder(of target: String) {
    let slash = target.lastIndex(of: "/").map { target.index(after: $0) }
    let folder = slash.map { String(target[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

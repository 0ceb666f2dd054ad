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
/// The bytes go to a draft in the same folder, onto the disk, and then take the place of the old
/// file in one step. Whoever reads meanwhile, or after a power cut, finds the old bytes or the new
/// ones. A symbolic link stays and its target is replaced; permissions are kept.
///
/// Policy: devices and pipes are refused. Nothing can be written to them whole or not at all, and
/// renaming onto `/dev/null` would remove it.
public enum AtomicFile {
  /// Writes a text in UTF-8.
  ///
  /// - Parameters:
  ///   - text: The whole content.
  ///   - path: Where it goes.
  ///   - replacing: Whether a file that is there already may be replaced.
  /// - Throws: `TensorFileError.cannotWrite` or `.alreadyExists`; the old file is untouched.
  public static func write(
    _ text: String, to path: String, replacing: Bool = true
  ) throws(TensorFileError) {
    try write(Array(text.utf8), to: path, replacing: replacing)
  }

  /// Writes bytes.
  ///
  /// - Throws: `TensorFileError.cannotWrite` or `.alreadyExists`; the old file is untouched.
  public static func write(
    _ bytes: [UInt8], to path: String, replacing: Bool = true
  ) throws(TensorFileError) {
    // Typed throws do not pass through the closure of an array.
    var failure: TensorFileError?
    bytes.withUnsafeBytes { buffer in
      do throws(TensorFileError) {
        try write(buffer, to: path, replacing: replacing)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Writes bytes from memory.
  ///
  /// - Throws: `TensorFileError.cannotWrite` or `.alreadyExists`; the old file is untouched.
  public static func write(
    _ bytes: UnsafeRawBufferPointer, to path: String, replacing: Bool = true
  ) throws(TensorFileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .cannotWrite(file: path, reason: "a path is not empty and has no zero byte")
    }
    if !replacing { try refuseExisting(path) }
    let target = resolvingLinks(path)
    let mode = try permissions(of: target, path: path)
    let draft: Draft
    do throws(Draft.Failure) {
      draft = try Draft(beside: target)
    } catch { throw .cannotWrite(file: path, reason: systemReason(error.code)) }
    var code = draft.write(bytes)
    if code == 0, let mode, fchmod(draft.descriptor, mode) != 0 { code = errno }
    if code == 0, fsync(draft.descriptor) != 0 { code = errno }
    if code == 0 { code = draft.publish(as: target, replacing: replacing) }
    draft.end()
    // Another program may have been faster.
    if code == EEXIST, !replacing { throw .alreadyExists(file: path) }
    guard code == 0 else { throw .cannotWrite(file: path, reason: systemReason(code)) }
    synchroniseFolder(of: target)
  }

  /// Refuses a path where there is something already, be it a link that leads nowhere.
  ///
  /// Long work asks before it begins; `write(_:to:replacing:)` asks once more.
  ///
  /// - Throws: `TensorFileError.alreadyExists`.
  public static func refuseExisting(_ path: String) throws(TensorFileError) {
    var status = stat()
    if lstat(path, &status) == 0 { throw .alreadyExists(file: path) }
  }

  /// Removes the draft of a file that is being written, for handlers of signals that end the
  /// program.
  public static func abandonDraft() { Draft.abandon() }
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

  /// Puts the new name onto the disk as well.
  ///
  /// Some file systems cannot, which harms nobody: the file itself is whole either way.
  private static func synchroniseFolder(of target: String) {
    let slash = target.lastIndex(of: "/").map { target.index(after: $0) }
    let folder = slash.map { String(target[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

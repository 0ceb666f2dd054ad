// SPDX-License-Identifier: MIT

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads folders and files of lessons through the C library, so that the command starts quickly.
enum LessonFiles {
  /// Lists the folders in a folder, sorted; symbolic links to folders count.
  static func folders(in folder: String) throws(LessonError) -> [String] {
    try entries(of: folder, kind: S_IFDIR)
  }

  /// Lists the regular files in a folder, sorted; hidden ones are left out.
  static func files(in folder: String) throws(LessonError) -> [String] {
    try entries(of: folder, kind: S_IFREG)
  }

  private static func entries(
    of folder: String, kind wanted: mode_t
  ) throws(LessonError) -> [String] {
    guard let stream = opendir(folder) else { throw unreadable(folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee))
        {
          String(cString: $0)
        }
      }
      if name.first != ".", kind(of: folder + "/" + name) == wanted { names.append(name) }
    }
    return names.sorted()
  }

  /// Reads a regular file no larger than a lesson may be.
  static func bytes(of file: String) throws(LessonError) -> [UInt8] {
    if let kind = kind(of: file), kind != S_IFREG {
      throw LessonError(
        file: file, line: nil, problem: .unreadable(reason: "it is not a regular file"))
    }
    let descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(file) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count <= LessonLimits.fileBytes {
      let count = read(descriptor, &piece, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(file) }
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    return bytes
  }

  static func exists(_ path: String) -> Bool { kind(of: path) != nil }

  private static func kind(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func unreadable(_ path: String) -> LessonError {
    LessonError(
      file: path, line: nil, problem: .unreadable(reason: String(cString: strerror(errno))))
  }
}

// SPDX-License-Identifier: MIT

import Glibc

/// How large a text of an exercise may be.
package enum ExerciseText {
  package static let mostBytes = 1 << 20

  /// Reads such a text.
  package static func read(_ path: String) throws(ExerciseTrouble) -> String {
    try SmallFiles.text(path)
  }
}

/// Files and folders that exercises are built in.
enum SmallFiles {
  /// Reads a file of at most a megabyte.
  ///
  /// - Throws: `ExerciseTrouble` with the path and the reason.
  static func text(_ path: String) throws(ExerciseTrouble) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw trouble(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw trouble(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ExerciseTrouble("\(path) is not a regular file")
    }
    guard status.st_size <= ExerciseText.mostBytes else {
      throw ExerciseTrouble("\(path) is larger than a megabyte")
    }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= ExerciseText.mostBytes {
      let count = read(descriptor, &piece, piece.count)
      if count < 0 && errno == EINTR && !Interruption.isRequested { continue }
      guard count >= 0 else { throw trouble(path) }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ExerciseTrouble("\(path) is not text in UTF-8")
    }
    return text
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Writes a file of the machinery's own; learners' files go through `AtomicFile`.
  static func write(_ text: String, _ path: String) throws(ExerciseTrouble) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw trouble(path) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw trouble(path) }
      written += count
    }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(ExerciseTrouble) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw trouble(path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw trouble(path) }
  }

  /// The names in a folder, sorted, without those that begin with a dot.
  static func names(in folder: String) throws(ExerciseTrouble) -> [String] {
    guard access(folder, R_OK) == 0 else { throw trouble(folder) }
    return entries(of: folder).filter { $0.first != "." }.sorted()
  }

  /// Everything in a folder but itself and its parent.
  private static func entries(of folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(
          to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)
        ) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// A new folder for one build and its runs.
  static func temporaryFolder() throws(ExerciseTrouble) -> String {
    let parent = Toolchain.environment("TMPDIR") ?? "/tmp"
    // mkdtemp puts other signs in the place of six X.
    let name = "attn-exercise-" + String(repeating: "X", count: 6)
    var template = Array("\(parent)/\(name)".utf8CString)
    guard mkdtemp(&template) != nil else { throw trouble(parent) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes a file, or a folder with what is in it; links are removed, not followed.
  static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    // A learner's program may have made its folders unreadable.
    chmod(path, 0o700)
    for name in entries(of: path) { remove(path + "/" + name) }
    rmdir(path)
  }

  static func trouble(_ path: String) -> ExerciseTrouble {
    ExerciseTrouble("\(path): \(String(cString: strerror(errno)))")
  }
}

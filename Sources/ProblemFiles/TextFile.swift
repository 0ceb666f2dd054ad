// SPDX-License-Identifier: MIT

import Glibc

/// Reads a small text file whole, or says why not.
package enum TextFile {
  /// No problem written by hand comes near; larger arrays belong in files of their own.
  package static let largestSize = 1_000_000

  /// Reads a file as UTF-8.
  ///
  /// - Throws: `ProblemFileError` for a folder, a device, an unreadable, empty or huge file, and for
  ///   bytes that are no UTF-8.
  package static func read(_ path: String) throws(ProblemFileError) -> String {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw ProblemFileError(
        file: path,
        path.isEmpty
          ? "an empty path leads nowhere; give the path of a problem, or lesson:NN-slug"
          : "no path has a zero byte in it; give the path of a problem")
    }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw ProblemFileError(file: path, "cannot be read: \(reason())")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw ProblemFileError(
        file: path, "is a folder; expected a problem file such as \(path)/problem.yaml")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ProblemFileError(file: path, "is no regular file; expected a problem file (YAML)")
    }
    guard status.st_size <= largestSize else {
      throw tooLarge(path, Int(status.st_size))
    }
    let bytes = try read(descriptor, path)
    guard !bytes.isEmpty else {
      throw ProblemFileError(
        file: path, "is empty; expected a problem (it begins with 'format: 1')")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw notText(path, bytes)
    }
    return text
  }

  private static func read(_ descriptor: Int32, _ path: String) throws(ProblemFileError) -> [UInt8]
  {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw ProblemFileError(file: path, "cannot be read: \(reason())") }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[0..<count])
      guard bytes.count <= largestSize else {
        throw ProblemFileError(file: path, "grew beyond \(largestSize) bytes while it was read")
      }
    }
  }

  static func tooLarge(_ path: String, _ size: Int) -> ProblemFileError {
    ProblemFileError(
      file: path,
      "is \(size) bytes long; a problem file has at most \(largestSize). "
        + "Put large arrays into a .npz and name it: {file: inputs.npz, array: X}")
  }

  private static func cannotOpen(_ path: String) -> ProblemFileError {
    switch errno {
    case ENOENT:
      ProblemFileError(
        file: path, "there is no such file; give the path of a problem, or lesson:NN-slug")
    case EACCES: ProblemFileError(file: path, "may not be read: permission denied")
    default: ProblemFileError(file: path, "cannot be opened: \(reason())")
    }
  }

  private static func notText(_ path: String, _ bytes: [UInt8]) -> ProblemFileError {
    var line = 1
    var valid = 0
    // The longest prefix that is text tells where the first wrong byte stands.
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    scan: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar):
        valid += UTF8.width(scalar)
        if scalar == "\n" { line += 1 }
      case .emptyInput, .error: break scan
      }
    }
    let byte = valid < bytes.count ? bytes[valid] : 0
    let digits = String(byte, radix: 16, uppercase: true)
    return ProblemFileError(
      file: path, line: line,
      "byte \(valid) is 0x\(digits.count < 2 ? "0" : "")\(digits), which is no UTF-8; "
        + "expected a text file. Save it as UTF-8")
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}

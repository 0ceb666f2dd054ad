// SPDX-License-Identifier: MIT

import Glibc

/// Finds what there is to grade: named files, and what lies in named folders and below.
public struct GradingInputs: Sendable, Equatable {
  /// Paths of work to grade, in the order of the report.
  public private(set) var files: [String] = []
  /// Files of the folders that are no work to grade.
  public private(set) var passedOver = 0

  /// How deep folders are searched; links are not followed, so this is no loop.
  package static let deepest = 64
  /// More than a large university hands in at once; what lies in a folder beyond it is a mistake.
  public static let mostFiles = 10_000

  /// Whether there are more files than `mostFiles`; those found until then are in `files`.
  public var isTooMany: Bool { files.count > Self.mostFiles }

  /// Looks at files and folders.
  ///
  /// A named file is always taken, so that one that is missing or broken has its row. In folders,
  /// worksheets are taken: YAML with `steps`. Links in them are passed over: they may lead out.
  ///
  /// - Parameters:
  ///   - paths: Files and folders.
  ///   - endings: Endings of dumps to take as well, such as `npz`.
  public init(_ paths: [String], dumpEndings endings: [String] = []) {
    for path in paths {
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        search(path, endings, depth: 0)
      } else {
        files.append(path)
      }
    }
    // A path that is named twice is graded once.
    files = Set(files).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private mutating func search(_ folder: String, _ endings: [String], depth: Int) {
    guard depth < Self.deepest, let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while files.count <= Self.mostFiles, let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      // Hidden files are the system's and the editor's.
      guard !name.hasPrefix(".") else { continue }
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: search(path, endings, depth: depth + 1)
      case S_IFREG where isWork(path, name, endings): files.append(path)
      default: passedOver += 1
      }
    }
  }

  private func isWork(_ path: String, _ name: String, _ endings: [String]) -> Bool {
    let lower = name.lowercased()
    if endings.contains(where: { lower.hasSuffix("." + $0) }) { return true }
    guard lower.hasSuffix(".yaml") || lower.hasSuffix(".yml") else { return false }
    return Self.hasSteps(path)
  }

  /// Whether a line begins with the key `steps`; a sheet that cannot be parsed is a sheet, too.
  private static func hasSteps(_ path: String) -> Bool {
    guard let file = fopen(path, "re") else { return true }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    var read = 0
    while true {
      let count = getline(&line, &capacity, file)
      guard count > 0, let text = line else { return false }
      read += count
      // Far beyond what a sheet may have; let its row say so.
      if read > 4_000_000 { return true }
      if isStepsKey(UnsafeBufferPointer(start: text, count: count)) { return true }
    }
  }

  private static func isStepsKey(_ line: UnsafeBufferPointer<CChar>) -> Bool {
    let start = line.prefix(24).map { UInt8(bitPattern: $0) }
    var bytes = start.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
      .makeIterator()
    for wanted in "steps".utf8 where bytes.next() != wanted { return false }
    while let next = bytes.next() {
      if next == UInt8(ascii: ":") { return true }
      guard next == UInt8(ascii: " ") else { return false }
    }
    return false
  }
}

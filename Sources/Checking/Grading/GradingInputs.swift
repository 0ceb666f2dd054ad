// SPDX-License-Identifier: MIT

import Glibc

/// Finds what there is to grade: named files, and what lies in named folders and below.
///
/// Worksheets are YAML files with `steps`. Dumps are told by their ending; a folder of `.npy` files
/// that are called like stages is one dump.
public struct GradingInputs: Sendable, Equatable {
  /// Paths of work to grade, in the order of the report.
  public private(set) var files: [String] = []
  /// Files of the folders that are no work to grade.
  public private(set) var passedOver = 0
  /// Those of them that are dumps, which were not asked for.
  public private(set) var dumpsPassedOver = 0

  /// How deep folders are searched; links are not followed, so this is no loop.
  package static let deepest = 64
  /// More than a large university hands in at once; what lies in a folder beyond it is a mistake.
  public static let mostFiles = 10_000

  /// Whether there are more files than `mostFiles`; those found until then are in `files`.
  public var isTooMany: Bool { files.count > Self.mostFiles }

  /// Looks at files and folders.
  ///
  /// A named file is always taken, so that one that is missing or broken has its row. In folders,
  /// worksheets and, where they are wanted, dumps are taken. Links are passed over: they may lead out.
  ///
  /// - Parameters:
  ///   - paths: Files and folders.
  ///   - takingDumps: Whether dumps in folders are taken as well; each must be of the one problem that
  ///     whoever grades them names.
  public init(_ paths: [String], takingDumps: Bool = false) {
    for path in paths {
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        search(path, takingDumps, depth: 0)
      } else {
        files.append(path)
      }
    }
    // A path that is named twice is graded once.
    files = Set(files).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private mutating func search(_ folder: String, _ takingDumps: Bool, depth: Int) {
    guard depth < Self.deepest, let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    var arraysOfOne = 0
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
      case S_IFDIR: search(path, takingDumps, depth: depth + 1)
      case S_IFREG where isSheet(path, name): files.append(path)
      case S_IFREG where DumpFile.isStageArray(name): arraysOfOne += 1
      case S_IFREG where DumpFile.mayBeDump(path): takeDump(path, takingDumps)
      default: passedOver += 1
      }
    }
    if arraysOfOne > 0 { takeDump(folder, takingDumps, fileCount: arraysOfOne) }
  }

  private mutating func takeDump(_ path: String, _ isWanted: Bool, fileCount: Int = 1) {
    if isWanted {
      files.append(path)
    } else {
      passedOver += fileCount
      dumpsPassedOver += 1
    }
  }

  private func isSheet(_ path: String, _ name: String) -> Bool {
    let lower = name.lowercased()
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

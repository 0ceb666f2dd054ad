// SPDX-License-Identifier: MIT

import Glibc

/// Exercise files that people handed in.
public struct Submissions: Sendable {
  /// One file of one person.
  public struct File: Sendable {
    /// The name of the person's folder.
    public let person: String
    /// The person's folder.
    public let folder: String
    public let path: String
    public let exercise: Exercise
  }

  /// Person by person, then in the order of the lessons.
  public let files: [File]
  /// Folders in which no exercise was found.
  public let empty: [String]

  /// Looks through folders: each folder in them is one person's, and may have further ones.
  ///
  /// Links are not followed: a file that is one could be anything on this computer.
  ///
  /// - Throws: `ExerciseTrouble` for a folder that cannot be read.
  public init(_ folders: [String]) throws(ExerciseTrouble) {
    var files: [File] = []
    var empty: [String] = []
    for folder in folders {
      let own = try Self.found(in: folder, person: Self.name(folder), root: folder, depth: 0)
      if !own.isEmpty {
        files += own
        continue
      }
      for name in try SmallFiles.names(in: folder) {
        let path = folder + "/" + name
        guard Self.kind(path) == S_IFDIR else { continue }
        let found = try Self.found(in: path, person: name, root: path, depth: 4)
        files += found.sorted { ($0.exercise.lesson, $0.path) < ($1.exercise.lesson, $1.path) }
        if found.isEmpty { empty.append(path) }
      }
    }
    self.files = files
    self.empty = empty
  }

  private static func found(
    in folder: String, person: String, root: String, depth: Int
  ) throws(ExerciseTrouble) -> [File] {
    var files: [File] = []
    for name in try SmallFiles.names(in: folder) {
      let path = folder + "/" + name
      switch kind(path) {
      case S_IFREG:
        if let exercise = Exercise.all.first(where: { $0.fileName == name }) {
          files.append(File(person: person, folder: root, path: path, exercise: exercise))
        }
      case S_IFDIR where depth > 0:
        files += try found(in: path, person: person, root: root, depth: depth - 1)
      default: break
      }
    }
    return files
  }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func name(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// The text of a file that was handed in.
  ///
  /// - Throws: `ExerciseTrouble` with the reason.
  public static func text(of file: File) throws(ExerciseTrouble) -> String {
    try SmallFiles.text(file.path)
  }
}

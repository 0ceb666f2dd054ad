// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles

/// The folder of one lesson: what its live blocks may read, and nothing beside it.
///
/// Problems are read and computed once, when they are first asked for.
package final class LessonFolder {
  /// The path of the folder.
  let path: String
  /// The folder all lessons lie in.
  let lessons: String
  private var files: [String: Result<ComputedProblem, ProblemFileError>] = [:]

  /// More problem files than this in one lesson are refused; honest lessons have three or four.
  package static let mostProblems = 32
  static let defaultProblem = "problem.yaml"

  init(path: String, lessons: String) {
    self.path = path
    self.lessons = lessons
  }

  /// Finds a file beside `lesson.md`.
  ///
  /// - Parameter name: A path that stays inside the folder, also when links are followed.
  /// - Returns: A path that can be opened.
  /// - Throws: `LessonFolderError` that says why it may not be read.
  func path(of name: String) throws(LessonFolderError) -> String {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, name.utf8.count <= 1024, !name.utf8.contains(0),
      !parts.contains(""), !parts.contains("..")
    else {
      throw LessonFolderError(
        description: "'\(name.prefix(80))' is no path inside the lesson's folder; write the name "
          + "of a file beside lesson.md, such as other.yaml")
    }
    do throws(BoundedFolder.Refusal) { return try BoundedFolder(path).file(name) } catch {
      throw LessonFolderError(
        description: error == .missing
          ? "there is no file '\(name)' beside lesson.md; put it into \(path)"
          : "'\(name)' leads out of the lesson's folder; put the file itself there")
    }
  }

  /// Computes a problem of the lesson.
  ///
  /// - Parameter name: A file beside `lesson.md`; `problem.yaml` when `nil`.
  /// - Returns: The problem and its trace, the same at every call.
  /// - Throws: `LessonFolderError` for the path, `ProblemFileError` for what stands in it.
  func problem(_ name: String?) throws -> ComputedProblem {
    let name = name ?? Self.defaultProblem
    if let known = files[name] { return try known.get() }
    guard files.count < Self.mostProblems else {
      throw LessonFolderError(
        description: "a lesson may use \(Self.mostProblems) problem files; this is one more")
    }
    // Of the lesson's own problem its reader says best what is missing.
    let path = name == Self.defaultProblem ? path + "/" + name : try path(of: name)
    let file = Result { () throws(ProblemFileError) in
      let file = try ProblemFile(path: path)
      return ComputedProblem(problem: file.problem, trace: try file.trace())
    }
    files[name] = file
    return try file.get()
  }

  /// The trace of a problem of the lesson.
  func trace(_ name: String?) throws -> Trace { try problem(name).trace }
}

/// A problem and what came of it.
struct ComputedProblem {
  let problem: Problem
  let trace: Trace
}

/// Why a lesson may not read a file.
struct LessonFolderError: Error, Equatable, CustomStringConvertible {
  let description: String
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Lessons
import ProblemFiles

/// A problem as commands name it: a path, or `lesson:NN-slug`.
struct ProblemArgument {
  let file: ProblemFile
  let trace: Trace

  /// Reads and computes a problem.
  ///
  /// - Throws: `UnusableInput` with file, line, key, what was found and what was expected.
  init(_ name: String) throws {
    do {
      file = try ProblemFile(path: try Self.path(name))
      trace = try file.trace()
    } catch let error as ProblemFileError {
      throw UnusableInput(error)
    }
  }

  /// The path of a problem, which need not exist.
  static func path(_ name: String) throws -> String {
    guard name.hasPrefix("lesson:") else { return name }
    let catalog = try LessonCommand.catalog()
    do throws(LessonError) {
      let lesson = try catalog.name(of: String(name.dropFirst("lesson:".count)))
      return catalog.path(of: "problem.yaml", in: lesson)
    } catch {
      throw UnusableInput(error)
    }
  }
}

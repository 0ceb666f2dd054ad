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
  ///
  /// - Parameters:
  ///   - name: The problem.
  ///   - onDemand: Whether values too large to be kept may be computed when they are asked for;
  ///     without, such a problem is refused.
  init(_ name: String, onDemand: Bool = false) throws {
    do {
      file = try Self.file(name)
      trace = try onDemand ? file.traceOnDemand() : file.trace()
    } catch let error as ProblemFileError {
      throw UnusableInput(error)
    }
  }

  /// Reads a problem without computing it.
  ///
  /// - Throws: `UnusableInput` with file, line, key, what was found and what was expected.
  static func file(_ name: String) throws -> ProblemFile {
    do {
      return try ProblemFile(path: try path(name))
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

// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Glibc
import Lessons
import ProblemFiles

/// What a problem may read.
struct InputOptions: ParsableArguments {
  @Flag(help: "Let the problem read arrays outside its own folder; only if you trust it.")
  var allowOutside = false
}

/// A problem as commands name it: a path, or `lesson:NN-slug`.
struct ProblemArgument {
  let file: ProblemFile
  let trace: Trace

  /// Reads and computes a problem.
  ///
  /// - Parameters:
  ///   - name: The problem.
  ///   - input: What it may read; only what lies below its folder when nobody was asked.
  ///   - onDemand: Whether values too large to be kept may be computed when they are asked for;
  ///     without, such a problem is refused.
  /// - Throws: `UnusableInput` with file, line, key, what was found and what was expected.
  init(_ name: String, _ input: InputOptions? = nil, onDemand: Bool = false) throws {
    do {
      file = try Self.file(name, input)
      trace = try onDemand ? file.traceOnDemand() : file.trace()
    } catch let error as ProblemFileError {
      throw UnusableInput(error)
    }
  }

  /// Reads a problem without computing it.
  ///
  /// - Throws: `UnusableInput` with file, line, key, what was found and what was expected.
  static func file(_ name: String, _ input: InputOptions? = nil) throws -> ProblemFile {
    do {
      return try ProblemFile(path: try path(name), allowsOutside: input?.allowOutside ?? false)
    } catch let error as ProblemFileError {
      throw UnusableInput(error)
    }
  }

  /// The path of a problem, which need not exist.
  static func path(_ name: String) throws -> String {
    guard name.hasPrefix("lesson:") else {
      // Who says `4` where a file is wanted means the lesson.
      if access(name, F_OK) != 0, let lesson = try? LessonCommand.catalog().name(of: name) {
        throw UnusableInput(
          "\(name): there is no such file; the problem of lesson \(lesson.id) is lesson:\(lesson.id)"
        )
      }
      return name
    }
    let catalog = try LessonCommand.catalog()
    do throws(LessonError) {
      let lesson = try catalog.name(of: String(name.dropFirst("lesson:".count)))
      return catalog.path(of: "problem.yaml", in: lesson)
    } catch {
      throw UnusableInput(error)
    }
  }
}

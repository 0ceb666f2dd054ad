// SPDX-License-Identifier: MIT

/// A wrong or another right implementation, written as a change to the reference solution.
///
/// A list of them is a Markdown file. The heading names what must be said of it (several ids where the
/// numbers cannot decide, or `passes`), then the task; a `diff` block shows the change:
///
///     ## no-scaling · scaledScores
///
///     ```diff
///     -    return Matrix(rawScores.rows.map { row in row.map { $0 / root } })
///     +    return rawScores
///     ```
///
/// Lines with `-` must stand in the solution once, one after another; `- …` stands for any lines between.
public struct ExerciseVariant: Sendable {
  public let exercise: Exercise
  /// The ids that must be named; empty where the variant must pass.
  public let expected: [String]
  public let task: String
  /// The line of its heading.
  public let line: Int
  let source: String

  /// Reads a list of variants.
  ///
  /// - Throws: `ExerciseTrouble` naming the line that cannot be used.
  public static func list(
    of exercise: Exercise, text: String, solution: String, file: String
  ) throws(ExerciseTrouble) -> [ExerciseVariant] {
    var variants: [ExerciseVariant] = []
    var heading: (ids: [String], task: String, line: Int)?
    var hunk: [Substring]?
    var source = solution
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("## ") {
        let parts = line.dropFirst(3).split(separator: "·").map { $0.split(separator: " ") }
        guard parts.count == 2, let task = parts[1].first else {
          throw ExerciseTrouble("\(file):\(index + 1): expected `## ids · task`, found \(line)")
        }
        heading = (parts[0].map(String.init), String(task), index + 1)
        source = solution
      } else if line == "```diff" {
        hunk = []
      } else if line == "```", let changes = hunk, let (ids, task, start) = heading {
        source = try SourceChange(changes, place: "\(file):\(start)").applied(to: source)
        hunk = nil
        variants.removeAll { $0.line == start }
        variants.append(
          ExerciseVariant(
            exercise: exercise, expected: ids == ["passes"] ? [] : ids, task: task, line: start,
            source: source))
      } else {
        hunk?.append(line)
      }
    }
    return variants
  }
}

/// Lines that are replaced by others.
private struct SourceChange {
  private let removed: [String]
  private let added: [String]
  private let place: String

  init(_ lines: [Substring], place: String) {
    func trimmed(_ line: Substring) -> String {
      String(line.dropFirst().drop { $0 == " " })
    }
    removed = lines.filter { $0.hasPrefix("-") }.map(trimmed)
    added = lines.filter { $0.hasPrefix("+") }.map { String($0.dropFirst()) }
    self.place = place
  }

  func applied(to source: String) throws(ExerciseTrouble) -> String {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let ranges = lines.indices.compactMap { start in
      matchEnd(lines, from: start).map { start..<$0 }
    }
    guard ranges.count == 1 else {
      throw ExerciseTrouble(
        "\(place): the removed lines stand \(ranges.count) times in the solution; expected once")
    }
    var result = lines
    result.replaceSubrange(ranges[0], with: added)
    return result.joined(separator: "\n")
  }

  /// The end of the removed lines, if they stand here.
  private func matchEnd(_ lines: [String], from start: Int) -> Int? {
    var next = start
    var skips = false
    guard !removed.isEmpty else { return nil }
    for line in removed {
      if line == "…" {
        skips = true
        continue
      }
      while next < lines.count, lines[next].drop(while: { $0 == " " }) != line {
        guard skips else { return nil }
        next += 1
      }
      guard next < lines.count else { return nil }
      next += 1
      skips = false
    }
    return next
  }
}

// SPDX-License-Identifier: MIT

import ExerciseChecks
import Lessons

/// The commands that lessons show are run as a learner would, one after the other in an empty folder.
///
/// They run without a network and may write only there. An exercise is not run here: `ExercisesHold` does
/// that. `bench` measures a machine, so it is run with the smallest numbers, to see that it runs.
struct ConsoleBlocksRun: CourseCheck {
  let name = "console-blocks-run"
  let rule = "Every command that is shown runs without a network, and prints what stands below it."
  let home: String
  /// The path of this program.
  let program: String

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    let folder: CommandFolder
    do { folder = try CommandFolder(lesson: lesson.name.id, home: home) } catch {
      return [CourseFinding(file: lesson.file, line: nil, "\(error)")]
    }
    return lesson.consoleBlocks.flatMap { findings($0, in: lesson, folder) }
  }

  private func findings(
    _ block: (line: Int, text: String), in lesson: CheckedLesson, _ folder: CommandFolder
  ) -> [CourseFinding] {
    var findings: [CourseFinding] = []
    var rest = block.text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var line = block.line
    while var first = rest.popFirst().map(String.init) {
      line += 1
      let place = line
      while first.hasSuffix(" \\"), let next = rest.popFirst() {
        first = first.dropLast(2) + " " + next.drop { $0 == " " }
        line += 1
      }
      var below: [Substring] = []
      while let next = rest.first, !next.hasPrefix("$ ") {
        below.append(next)
        rest.removeFirst()
        line += 1
      }
      guard first.hasPrefix("$ ./attn"), let command = ConsoleLine(first.dropFirst(2)) else {
        findings.append(
          CourseFinding(
            file: lesson.file, line: place,
            "'\(first.prefix(60))' is no command of the form $ ./attn … or $ ./attn … > FILE"))
        continue
      }
      let shown = below.joined(separator: "\n")
      if let sentence = complaint(command, shown, lesson, folder) {
        findings.append(CourseFinding(file: lesson.file, line: place, sentence))
      }
    }
    return findings
  }

  /// What is wrong with a command, if anything is.
  private func complaint(
    _ command: ConsoleLine, _ shown: String, _ lesson: CheckedLesson, _ folder: CommandFolder
  ) -> String? {
    var arguments = command.arguments
    if arguments.starts(with: ["exercise", "run"]) {
      let named = arguments.dropFirst(2).first.flatMap { Exercise.named($0) }
      return named?.lesson == lesson.name.id ? nil : "this is not the exercise of this lesson"
    }
    if arguments.first == "bench" { arguments += ["--positions", "64", "--repeat", "1"] }
    do throws(ExerciseTrouble) {
      let run = try ShownCommand(arguments, in: folder.path, home: home, program: program)
      // 1 says that something of the learner's is wrong, as it may be; 2 is meant where the lesson shows a
      // problem that is refused.
      let isRefused = arguments.contains { argument in
        lesson.refusedFiles.contains { argument.hasSuffix("/" + $0) }
      }
      guard isRefused ? run.status == 2 : run.status <= 1 else {
        return "it ends with \(run.status): \(run.errors.prefix(300))"
      }
      if let file = command.file { try folder.write(run.output, file) }
      if !shown.isEmpty, !run.output.hasPrefix(shown) {
        return "it prints something else than what stands below it: \(run.output.prefix(120))"
      }
      return nil
    } catch { return "\(error)" }
  }
}

/// A command line of a lesson: words, and the file behind `>`.
private struct ConsoleLine {
  let arguments: [String]
  let file: String?

  init?(_ line: Substring) {
    var words: [String] = []
    var isQuoted = false
    var word: String?
    for character in line {
      switch character {
      case "'":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    guard !isQuoted, words.first == "./attn" else { return nil }
    words.removeFirst()
    if words.count >= 2, words[words.count - 2] == ">" {
      let name = words[words.count - 1]
      guard !name.contains("/"), !name.hasPrefix(".") else { return nil }
      file = name
      words.removeLast(2)
    } else {
      file = nil
    }
    // No other sign of the shell is understood, so none may stand here.
    guard !words.contains(where: { $0.contains { "|<>;&$`".contains($0) } }) else { return nil }
    arguments = words
  }
}

// SPDX-License-Identifier: MIT

import Display
import ExerciseHarness

/// A verdict as a document.
public struct ExerciseReport {
  let exercise: Exercise
  let verdict: ExerciseVerdict
  let seed: UInt64

  public init(_ exercise: Exercise, _ verdict: ExerciseVerdict, seed: UInt64) {
    self.exercise = exercise
    self.verdict = verdict
    self.seed = seed
  }

  public var document: Document {
    let heading = Block.heading(level: 1, Text("\(exercise.number) \(exercise.title)"))
    switch verdict {
    case .doesNotCompile(let messages): return Document([heading] + compilerBlocks(messages))
    case .judged(let tasks):
      let statements = tasks.map(statement)
      return Document(
        [heading, .checks(statements)] + tasks.flatMap(details) + [.paragraph(Text(closing(tasks)))]
      )
    }
  }

  /// What is said of a task, a sentence each, for results that are no documents.
  public func details(of judged: JudgedTask) -> [String] {
    switch judged.verdict {
    case .notAttempted, .passed: []
    case .wrong(let wrong): WrongAnswerBlocks(wrong).sentences
    case .broken(let property, let how): [property, how]
    case .threw(let text): ["It threw an error: \(text)"]
    case .failed(let failure): [failure.sentence(file: exercise.fileName), failure.advice]
    }
  }

  private func compilerBlocks(_ messages: [CompilerMessage]) -> [Block] {
    var blocks: [Block] = [.checks([Check(.failed, "it does not compile")])]
    for message in messages.prefix(3) {
      let place = message.file.isEmpty ? "" : "\(message.file):\(message.line): "
      blocks.append(.paragraph(Text(sanitized(place + message.sentence))))
      if !message.source.isEmpty { blocks.append(.code(sanitized(message.source))) }
    }
    if messages.count > 3 {
      blocks.append(.paragraph("and \(messages.count - 3) more; mend the first one first"))
    }
    return blocks
  }

  private func statement(_ judged: JudgedTask) -> Check {
    let name = judged.task.id
    switch judged.verdict {
    case .notAttempted: return Check(.note, "\(name): not attempted")
    case .passed(let calls): return Check(.passed, "\(name): right in \(calls) calls")
    case .wrong(let wrong):
      let shape = wrong.hasRightShape ? "right shape, wrong values" : "wrong shape"
      return Check(.failed, "\(name): \(wrong.stageName): \(shape)")
    case .broken: return Check(.failed, "\(name): a rule does not hold")
    case .threw: return Check(.failed, "\(name): it threw an error")
    case .failed(let failure):
      return Check(.failed, Text("\(name): \(failure.sentence(file: exercise.fileName))"))
    }
  }

  private func details(_ judged: JudgedTask) -> [Block] {
    var blocks: [Block] = []
    switch judged.verdict {
    case .notAttempted, .passed: break
    case .wrong(let wrong): blocks = WrongAnswerBlocks(wrong).blocks
    case .broken(let property, let how): blocks = [.paragraph(Text(property + " " + how))]
    case .threw(let text): blocks = [.code(sanitized(text))]
    case .failed(let failure): blocks = [.paragraph(Text(failure.advice))]
    }
    if !judged.printed.isEmpty, !judged.verdict.isNotAttempted {
      let lines = judged.printed.split(separator: "\n", omittingEmptySubsequences: false)
      let shown = lines.prefix(10).map { sanitized(String($0.prefix(200))) }
      let rest = lines.count > 10 ? ["… \(lines.count - 10) more lines"] : []
      blocks += [
        .paragraph("\(judged.task.id) printed:"),
        .code((shown + rest).joined(separator: "\n")),
      ]
    }
    return blocks.isEmpty ? [] : [.heading(level: 2, Text(judged.task.id))] + blocks
  }

  private func closing(_ tasks: [JudgedTask]) -> String {
    if verdict.hasPassed {
      return "All \(tasks.count) tasks are right. The reference solution: "
        + "attn exercise solution \(exercise.number)"
    }
    if verdict.isWrong {
      return "The same numbers again: --seed \(seed). A hint: attn exercise hint \(exercise.number)"
    }
    let open = tasks.filter(\.verdict.isNotAttempted).count
    return "\(open) of \(tasks.count) tasks are still to do, in "
      + "lessons/\(exercise.lesson)/\(exercise.fileName)"
  }
}

extension RunFailure {
  /// One line for the strip of statements.
  func sentence(file: String) -> String {
    let place = line.map { " at \(file):\($0)" } ?? ""
    switch kind {
    case .crashed: return "crashed\(place): \(sanitized(reason))"
    case .timeIsOver: return "no answer after \(Int(seconds)) seconds\(place)"
    case .memory: return "asked for too much memory\(place)"
    case .endlessRecursion: return "calls itself without end\(place)"
    case .ended: return "the program ended before it answered\(place)"
    }
  }

  var advice: String {
    switch kind {
    case .crashed: "Nothing else was harmed. Look at the line, and at the sizes of what it uses."
    case .timeIsOver: "A loop that does not end? The limit is \(Int(seconds)) seconds."
    case .memory:
      "The limit is \(Confinement.programMemory >> 30) GiB; these problems need a thousandth."
    case .endlessRecursion: "A function that calls itself needs a case in which it does not."
    case .ended: "Return the answer instead of calling exit."
    }
  }
}

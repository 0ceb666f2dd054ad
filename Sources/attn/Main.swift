// SPDX-License-Identifier: MIT

import ArgumentParser
import Display
import ExerciseChecks
import Glibc

/// The program: parses, runs, and turns every outcome into the exit status that is documented.
@main
struct Main {
  static func main() {
    SuddenEnd.prepare()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == Confinement.verb {
      Console.report(Confinement.become(Array(arguments.dropFirst())))
      exit(ExitStatus.unusable)
    }
    do {
      var command = try AttentionTracer.parseAsRoot(arguments)
      try command.run()
    } catch let problem as UnusableInput {
      Console.report(problem.sentence)
      exit(ExitStatus.unusable)
    } catch let found as SomethingWrong {
      if let sentence = found.sentence { Console.report(sentence) }
      exit(ExitStatus.wrong)
    } catch is Interrupted {
      Interruption.endBySignal()
      exit(ExitStatus.interrupted)
    } catch {
      let message = AttentionTracer.fullMessage(for: error)
      if AttentionTracer.exitCode(for: error).isSuccess {
        Console.write(message + "\n")
        exit(ExitStatus.good)
      }
      Console.reportUsage(message)
      exit(ExitStatus.unusable)
    }
  }
}

/// The exit statuses: a contract.
enum ExitStatus {
  static let good: Int32 = 0
  /// The learner's work, or the numbers that were to be checked, have something wrong.
  static let wrong: Int32 = 1
  /// Unusable input or usage.
  static let unusable: Int32 = 2
  /// Ctrl-C.
  static let interrupted: Int32 = 130
}

/// Input that cannot be used; the sentence says where, what was found, and what to do.
struct UnusableInput: Error {
  let sentence: String

  init(_ error: some Error) { sentence = "\(error)" }
  init(_ sentence: String) { self.sentence = sentence }
}

/// Numbers that are not what they claim to be; the result on stdout says so already.
struct SomethingWrong: Error {
  var sentence: String?
}

struct AttentionTracer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attn",
    abstract: "See, compute by hand, check and debug the attention mechanism.",
    discussion: """
      Every number on the screen was computed and can be asked why.
      A PROBLEM is a YAML file, or lesson:NN-slug for the problem of a lesson.
      """,
    subcommands: [
      WelcomeCommand.self, LessonCommand.self, TraceCommand.self, WhyCommand.self,
      ExploreCommand.self, WorksheetCommand.self, CheckCommand.self, PracticeCommand.self,
      CompareCommand.self, MistakesCommand.self, GradeCommand.self, GradeWorkerCommand.self,
      ExerciseCommand.self, CourseCommand.self, CostCommand.self, BenchCommand.self,
      DoctorCommand.self,
    ],
    defaultSubcommand: WelcomeCommand.self)
}

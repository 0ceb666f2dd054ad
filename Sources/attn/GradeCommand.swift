// SPDX-License-Identifier: MIT

import ArgumentParser
import Checking
import Display
import ExerciseChecks
import Glibc
import ProblemFiles
import TensorFiles

struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Mark many worksheets or dumps, and say what the class did.",
    discussion: """
      PATHs are worksheets and dumps, or folders that are searched for them: YAML with 'steps', and,
      with --problem, .npz, .safetensors, .json, and folders of .npy files called like their stages. A
      file that cannot be read is one row with an error, never the end of the batch.

      A dump is its file's name's: ada.npz is Ada's; of ada/dump.npz, the folder counts. Its steps are
      the arrays in it, and those that the rubric names.

        attn grade sheets/ --rubric rubric.yaml
        attn grade dumps/ --problem heads.yaml
        attn grade sheets/ --save csv=marks.csv --save json=marks.json
        attn grade sheet.yaml --format gradescope
        attn grade --exercises handed-in/ --format csv

      Exit status: 0 nothing wrong, 1 a file has something wrong or could not be judged, 2 nothing to
      grade or unusable usage.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, gradescope, classroom, junit, check50, exercism, csv
    case classCSV = "class-csv"
  }

  /// A file to write besides: `csv=marks.csv`.
  struct Copy: ExpressibleByArgument {
    let format: ResultFormat
    let path: String

    init?(argument: String) {
      guard let sign = argument.firstIndex(of: "="),
        let format = ResultFormat(rawValue: String(argument[..<sign]))
      else { return nil }
      let path = argument[argument.index(after: sign)...]
      guard !path.isEmpty else { return nil }
      (self.format, self.path) = (format, String(path))
    }
  }

  static let longestTime = 3600.0
  static let mostJobs = 256

  @Argument(help: "Worksheets and dumps, or folders with them.")
  var paths: [String]

  @Option(
    help:
      "What to print: text, json, gradescope, classroom, junit, check50, exercism, csv (a gradebook) or class-csv (what the class did)."
  )
  var format = Format.text

  @Option(
    name: .customLong("save"),
    help: "Write a format to a file as well: csv=marks.csv. May be repeated.")
  var copies: [Copy] = []

  @Option(help: "Points for each step (YAML); without it one point each.")
  var rubric: String?

  @Option(help: "A folder the sheets' problems may lie in; it comes before their own.")
  var problems: String?

  @Option(
    help: "The problem dumps are of, and the only one sheets may be for: a path, or lesson:NN-slug."
  )
  var problem: String?

  @Option(
    help: "Who should have handed in: a CSV file with student_id, last_name, first_name, email.")
  var roster: String?

  @Option(help: "Seconds for one file.")
  var timeLimit = 10.0

  @Option(help: "How many files at a time; otherwise one a core.")
  var jobs: Int?

  @Flag(help: "PATHs are folders with exercise files: each folder in them is one person's.")
  var exercises = false

  @Option(help: "With --exercises: draw the numbers of an earlier grading again.")
  var seed: UInt64?

  @Flag(help: "With --exercises: run files that this system cannot keep from writing elsewhere.")
  var trust = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if !exercises, seed != nil || trust {
      throw ValidationError("--seed and --trust go with --exercises")
    }
    guard (0.1...Self.longestTime).contains(timeLimit) else {
      throw ValidationError("--time-limit is \(timeLimit); expected 0.1 to 3600 seconds")
    }
    if let jobs, !(1...Self.mostJobs).contains(jobs) {
      throw ValidationError("--jobs is \(jobs); expected 1 to \(Self.mostJobs)")
    }
    if paths.isEmpty {
      throw ValidationError("name a worksheet or a dump, or a folder with worksheets or dumps")
    }
  }

  func run() throws {
    for copy in copies { try ExportFormat.require(copy.path, isFreeUnless: output.force) }
    // A problem that cannot be read is the teacher's slip, not one of every sheet.
    if let problem { _ = try ProblemArgument(problem) }
    let rules = try usable { try rubric.map { try Rubric(path: $0) } ?? Rubric() }
    let students = try usable { try roster.map { try Roster(path: $0) } }
    if exercises { return try gradeExercises(rules, students) }
    let inputs = GradingInputs(paths, takingDumps: problem != nil)
    guard !inputs.isTooMany else {
      throw UnusableInput(
        "there are more than \(GradingInputs.mostFiles) files to grade; grade them folder by folder"
      )
    }
    if inputs.dumpsPassedOver > 0 {
      Console.report(
        "passed over \(inputs.dumpsPassedOver == 1 ? "a dump" : "\(inputs.dumpsPassedOver) dumps"): a "
          + "dump does not say which problem it is for; name it with --problem")
    }
    let results = try grade(inputs.files, rules).map(rules.applied)
    let report = GradingReport(
      files: students?.applied(to: results) ?? results, passedOver: inputs.passedOver,
      due: rules.due)
    try deliver(report)
    if report.files.isEmpty {
      throw UnusableInput(
        "there is nothing to grade in \(paths.joined(separator: ", ")): no YAML file with 'steps'"
          + (problem == nil ? "; dumps need --problem" : " and no dump"))
    }
    if !report.isGood { throw SomethingWrong() }
  }

  private func gradeExercises(_ rules: Rubric, _ students: Roster?) throws {
    guard Confinement.isPossible || trust else {
      throw UnusableInput(
        "this system has no Landlock, so a program that was handed in could write anywhere; use "
          + "another system, or --trust if you know whose files these are")
    }
    let submissions = try Exercises.usable { () throws(ExerciseTrouble) in try Submissions(paths) }
    for folder in submissions.empty { Console.report("\(folder): no exercise file in it") }
    guard !submissions.files.isEmpty else {
      throw UnusableInput(
        "there is nothing to grade in \(paths.joined(separator: ", ")): no file such as "
          + "SoftmaxExercise.swift in its folders")
    }
    Interruption.watch()
    let runner = try Exercises.runner(
      Exercises.files(), seed: seed, secondsPerTask: timeLimit)
    var progress = ProgressBar("grading", of: submissions.files.count, on: output.detection)
    let results = try ExerciseGrading(
      submissions: submissions, runner: runner, jobs: jobs ?? GradingPool.coreCount
    ).results { progress.advance() }
    progress.finish()
    let graded = results.map(rules.applied)
    let report = GradingReport(files: students?.applied(to: graded) ?? graded, due: rules.due)
    try deliver(report)
    if !report.isGood { throw SomethingWrong() }
  }

  private func usable<Value>(_ read: () throws -> Value) throws -> Value {
    do { return try read() } catch { throw UnusableInput(error) }
  }

  private func grade(_ files: [String], _ rules: Rubric) throws -> [GradedFile] {
    var results = [GradedFile?](repeating: nil, count: files.count)
    let pool = GradingPool(
      command: workerCommand(rules), workerCount: min(jobs ?? GradingPool.coreCount, files.count),
      timeLimit: timeLimit)
    var progress = ProgressBar("grading", of: files.count, on: output.detection)
    do {
      try pool.grade(files) { place, result in
        results[place] = result
        progress.advance()
      }
    } catch {
      throw UnusableInput(error)
    }
    progress.finish()
    return results.compactMap { $0 }
  }

  private func workerCommand(_ rules: Rubric) -> [String] {
    ["/proc/self/exe", GradeWorkerCommand._commandName, "--time-limit", "\(timeLimit)"]
      + (problems.map { ["--problems=\($0)"] } ?? []) + (problem.map { ["--problem=\($0)"] } ?? [])
      + rules.steps.keys.sorted().map { "--required=\($0)" }
  }

  private func deliver(_ report: GradingReport) throws {
    for copy in copies {
      try ExportFormat.write(copy.format.text(report), to: copy.path, replacing: output.force)
    }
    guard let format = ResultFormat(rawValue: format.rawValue) else {
      let hasBars = !output.detection.capabilities.accessible
      return output.show(GradingDocument(report, hasBars: hasBars).document)
    }
    Console.write(format.text(report))
  }
}

/// Judges the files that `attn grade` hands over; nothing for people.
struct GradeWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade-worker", abstract: "Judge the files that 'attn grade' hands over.",
    shouldDisplay: false)

  @Option var problems: String?
  @Option var problem: String?
  @Option var timeLimit = 10.0
  @Option var required: [String] = []

  func run() throws {
    let locator = ProblemLocator(
      folders: [problems].compactMap { $0 }, lessons: Home.folder.map { $0 + "/lessons" },
      prefersFolders: true)
    let grader = SheetGrader(locator: locator, problem: try problem.map(ProblemArgument.path))
    let dumps = try problem.map {
      DumpGrader(problem: try ProblemArgument.file($0), required: required)
    }
    GradingWorker.serve(timeLimit: timeLimit) { path in
      guard DumpGrader.isDump(path) else { return grader.grade(path) }
      return dumps?.grade(path) ?? DumpGrader.withoutProblem(path)
    }
  }
}

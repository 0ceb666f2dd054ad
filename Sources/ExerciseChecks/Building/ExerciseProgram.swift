// SPDX-License-Identifier: MIT

import Glibc

/// One or more implementations of exercises, built into one program.
///
/// Each runs in a process of its own; built together they cost one run of the compiler.
final class ExerciseProgram: Sendable {
  /// A file somebody wrote for an exercise.
  struct Implementation: Sendable {
    let exercise: Exercise
    let source: String

    init(_ exercise: Exercise, source: String) {
      self.exercise = exercise
      self.source = source
    }

    /// The tools would do what the first exercises are about.
    var forbiddenImport: CompilerMessage? {
      guard !exercise.usesTools else { return nil }
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      guard let index = lines.firstIndex(where: { $0.hasPrefix("import ExerciseTools") }) else {
        return nil
      }
      return CompilerMessage(
        file: exercise.fileName, line: index + 1,
        sentence: "ExerciseTools has what this exercise is about; it may be used from lesson 04 on",
        source: String(lines[index]))
    }
  }

  let path: String
  let kit: Kit
  private let folder: String

  private init(path: String, kit: Kit, folder: String) {
    self.path = path
    self.kit = kit
    self.folder = folder
  }

  deinit { SmallFiles.remove(folder) }

  /// A new folder a run may write into.
  func scratchFolder() throws(ExerciseTrouble) -> String {
    let scratch = "\(folder)/scratch-\(UInt32.random(in: 0...(.max)))"
    try SmallFiles.makeFolder(scratch)
    return scratch
  }

  /// What came of a build.
  enum Outcome: Sendable {
    case built(ExerciseProgram)
    case failed([CompilerMessage])
  }

  /// Builds implementations; the program runs the one whose place it gets as argument.
  ///
  /// - Parameters:
  ///   - implementations: The files.
  ///   - isNamespaced: Whether each stands in a namespace of its own, so that several of one exercise
  ///   can be built together; their files must then hold nothing but the exercise's type.
  ///   - machine: What they are built with.
  /// - Returns: The program, or what the compiler found.
  /// - Throws: `ExerciseTrouble` when the compiler cannot be run; an error in a learner's file is an outcome.
  static func build(
    _ implementations: [Implementation], isNamespaced: Bool = false, machine: ExerciseMachine
  ) throws(ExerciseTrouble) -> Outcome {
    let forbidden = implementations.compactMap(\.forbiddenImport)
    guard forbidden.isEmpty else { return .failed(forbidden) }
    let folder = try SmallFiles.temporaryFolder()
    let program = ExerciseProgram(path: folder + "/program", kit: machine.kit, folder: folder)
    var files: [String] = []
    for (index, implementation) in implementations.enumerated() {
      let exercise = implementation.exercise
      let harness = try SmallFiles.text(
        "\(machine.home)/Sources/ExerciseChecks/Harnesses/\(exercise.harness).swift")
      if isNamespaced {
        let text = NamespacedText(
          exercise: exercise, source: implementation.source, harness: harness)
        files.append("\(folder)/Implementation\(index).swift")
        try SmallFiles.write(text.wrapped(as: "Implementation\(index)"), files[files.count - 1])
      } else {
        let names = [exercise.fileName, exercise.harness + ".swift"].map { "\(folder)/\($0)" }
        try SmallFiles.write(implementation.source, names[0])
        try SmallFiles.write(harness, names[1])
        files += names
      }
    }
    try SmallFiles.write(mainFile(implementations, isNamespaced), folder + "/main.swift")
    return try outcome(
      of: compile(files + [folder + "/main.swift"], program, machine.confiner), program)
  }

  private static func outcome(
    of answer: ChildProcess, _ program: ExerciseProgram
  ) throws(ExerciseTrouble) -> Outcome {
    switch answer.end {
    case .exited(0): return .built(program)
    case .timeIsOver:
      let sentence = "the compiler was not done after \(Int(compileSeconds)) seconds"
      return .failed([CompilerMessage(file: "", line: 0, sentence: sentence, source: "")])
    default:
      let messages = CompilerMessage.errors(in: answer.errors + answer.output)
      // Modules that cannot be loaded are no fault of the learner's.
      let isBroken = messages.contains {
        $0.sentence.contains("precompiled file") || $0.sentence.contains("missing required module")
      }
      guard !messages.isEmpty, !isBroken else {
        throw ExerciseTrouble(
          "the compiler cannot work with \(program.kit.folder); remove that folder and try again: "
            + "\((answer.errors + answer.output).prefix(2000))")
      }
      return .failed(messages)
    }
  }

  private static let compileSeconds = 120.0

  private static func mainFile(_ implementations: [Implementation], _ isNamespaced: Bool) -> String
  {
    let cases = implementations.enumerated().map { index, implementation in
      let namespace = isNamespaced ? "Implementation\(index)." : ""
      return
        "case \"\(index)\": Harness.serve(\(namespace)\(implementation.exercise.harness).tasks)"
    }
    return """
      import ExerciseHarness
      switch CommandLine.arguments.last ?? "" {
      \(cases.joined(separator: "\n"))
      default: break
      }

      """
  }

  private static func compile(
    _ files: [String], _ program: ExerciseProgram, _ confiner: String
  ) throws(ExerciseTrouble) -> ChildProcess {
    let kit = program.kit
    let toolchain = kit.toolchain
    let command =
      [
        toolchain.compiler, "-swift-version", "5", "-Onone", "-g", "-wmo", "-suppress-warnings",
        "-no-color-diagnostics", "-diagnostic-style", "llvm", "-module-name", "Exercise",
        "-module-cache-path", kit.moduleCache, "-I", kit.folder, "-I", kit.sources + "/CLinux",
        "-o", program.path,
      ] + files + Kit.modules.map { "\(kit.folder)/\($0)Code.o" }
    let confinement = Confinement(
      readable: Confinement.systemFolders + [toolchain.folder, kit.folder, kit.sources, "/proc"],
      writable: [program.folder, kit.moduleCache], memoryBytes: 16 << 30, fileBytes: 1 << 30,
      processorSeconds: UInt64(compileSeconds) * 4, keepsNetwork: true)
    return try ChildProcess.run(
      [confiner] + confinement.arguments(running: command),
      environment: BuildEnvironment.variables(toolchain, scratch: program.folder),
      seconds: compileSeconds)
  }
}

/// A learner's file and the harness of its exercise, put into a namespace of their own.
struct NamespacedText {
  let exercise: Exercise
  let source: String
  let harness: String

  /// The text of a file in which both stand inside an enum of this name.
  ///
  /// Lines keep their numbers and the file its name, so that errors and crashes are found.
  func wrapped(as name: String) -> String {
    var imports: Set<String> = []
    let inner = [source, harness].map { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        let words = line.split(separator: " ")
        guard
          words.first == "import"
            || (words.count > 1 && words[1] == "import" && words[0].first == "@")
        else { return String(line) }
        imports.insert(String(line))
        return ""
      }.joined(separator: "\n")
    }
    return """
      \(imports.sorted().joined(separator: "\n"))
      enum \(name) {
      #sourceLocation(file: "\(exercise.fileName)", line: 1)
      \(inner[0])
      #sourceLocation(file: "\(exercise.harness).swift", line: 1)
      \(inner[1])
      #sourceLocation()
      }

      """
  }
}

// SPDX-License-Identifier: MIT

import TensorFiles

/// Where the files of exercises lie in the repository.
public struct ExerciseFiles: Sendable {
  public let home: String

  public init(home: String) { self.home = home }

  /// The learner's file.
  public func learner(_ exercise: Exercise) -> String {
    "\(home)/lessons/\(exercise.lesson)/\(exercise.fileName)"
  }

  /// The reference solution.
  public func solution(_ exercise: Exercise) -> String {
    "\(home)/Tests/ExercisesTests/Solutions/\(exercise.lesson)/\(exercise.fileName)"
  }

  /// The list of wrong and other right implementations.
  public func variants(_ exercise: Exercise) -> String {
    "\(home)/Tests/ExercisesTests/Variants/\(exercise.lesson).md"
  }

  public func hints(_ exercise: Exercise) -> String {
    "\(home)/lessons/\(exercise.lesson)/hints.md"
  }

  /// The learner's text.
  ///
  /// - Throws: `ExerciseTrouble` with the path and the reason.
  public func source(of exercise: Exercise) throws(ExerciseTrouble) -> String {
    try SmallFiles.text(learner(exercise))
  }

  public func solutionText(of exercise: Exercise) throws(ExerciseTrouble) -> String {
    try SmallFiles.text(solution(exercise))
  }

  /// The file as it is shipped: the solution with its bodies taken out.
  public func stub(of exercise: Exercise) throws(ExerciseTrouble) -> String {
    StubText(solution: try solutionText(of: exercise)).text
  }

  /// Steps of help for a task, first to last.
  public func hints(for task: ExerciseTask, of exercise: Exercise) throws(ExerciseTrouble)
    -> [String]
  {
    HintText(try SmallFiles.text(hints(exercise))).hints[task.id] ?? []
  }

  /// Puts the shipped file back and keeps the learner's.
  ///
  /// - Returns: Where the learner's file is kept; `nil` when it was as shipped.
  /// - Throws: `ExerciseTrouble`; then nothing has changed.
  public func reset(_ exercise: Exercise) throws(ExerciseTrouble) -> String? {
    let stub = try stub(of: exercise)
    let path = learner(exercise)
    guard SmallFiles.exists(path) else {
      try Self.save(stub, path)
      return nil
    }
    let source = try SmallFiles.text(path)
    guard source != stub else { return nil }
    guard let state = Self.stateFolder else {
      throw ExerciseTrouble(
        "neither XDG_STATE_HOME nor HOME says where your file can be kept; it was left as it is")
    }
    let folder = state + "/kept/" + exercise.lesson
    try SmallFiles.makeFolder(folder)
    var number = 1
    while SmallFiles.exists("\(folder)/\(exercise.name)-\(number).swift") { number += 1 }
    let kept = "\(folder)/\(exercise.name)-\(number).swift"
    try Self.save(source, kept)
    try Self.save(stub, path)
    return kept
  }

  private static func save(_ text: String, _ path: String) throws(ExerciseTrouble) {
    do { try AtomicFile.write(text, to: path) } catch { throw ExerciseTrouble("\(error)") }
  }

  /// `$XDG_STATE_HOME/attn`, or where that is by default.
  private static var stateFolder: String? {
    if let state = Toolchain.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/attn"
    }
    guard let home = Toolchain.environment("HOME"), home.hasPrefix("/") else { return nil }
    return home + "/.local/state/attn"
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import ProblemFiles
import TensorFiles
import Tensors

/// Grades dumps of implementations, all of one problem: a dump cannot say which problem it is for.
public struct DumpGrader {
  private let problem: ProblemFile
  private let assignment: String
  /// Steps that a dump is expected to have; one that is not there is blank.
  private let required: Set<String>

  /// - Parameters:
  ///   - problem: What the dumps are held against.
  ///   - required: Steps that every dump should have, such as those a rubric names; those that the
  ///     problem does not have are not asked for.
  public init(problem: ProblemFile, required: [String] = []) {
    self.problem = problem
    assignment = assignmentName(problem.path)
    self.required = Set(required)
  }

  /// Whether a path is a dump's rather than a sheet's: the ending of its file, or a folder.
  public static func isDump(_ path: String) -> Bool {
    let name = path.lowercased()
    return DumpFile.endings.contains { name.hasSuffix("." + $0) } || DumpFile.isFolder(path)
  }

  /// The error for a dump that is to be graded without a problem.
  public static func withoutProblem(_ path: String) -> GradedFile {
    GradedFile(
      file: path, student: .init(id: student(path)), submitted: TimeStamp(ofFile: path),
      outcome: .failed(
        .init(.unreadable, "a dump does not say which problem it is for: name it with --problem")))
  }

  /// Grades a dump; whatever is wrong with the file becomes part of the result.
  ///
  /// - Parameter path: An npz, npy, safetensors or JSON file, or a folder of npy files.
  /// - Returns: The result with one point a step.
  public func grade(_ path: String) -> GradedFile {
    let clock = ContinuousClock()
    let start = clock.now
    var result = GradedFile(
      file: path, assignment: assignment, student: .init(id: Self.student(path)),
      submitted: TimeStamp(ofFile: path), outcome: .judged([]))
    do {
      let comparison = try compared(path)
      result.outcome = .judged(steps(comparison))
      result.notes = comparison.notes.map(\.sentence)
    } catch {
      result.outcome = .failed(.init(.unreadable, Self.message(error, path)))
    }
    result.duration = (clock.now - start) / .seconds(1)
    return result
  }

  private func compared(_ path: String) throws -> Comparison {
    let dump = try DumpFile(path: path)
    let trace = try problem.trace(forArraysNamed: dump.names)
    let comparison = try Comparison(of: try dump.arrays(for: trace), with: trace)
    // The inputs of a problem beside the work of a class are nobody's work.
    guard comparison.stages.contains(where: { trace.record($0.stage)?.operation != nil }) else {
      throw ComparisonError.nothingComputed(names: comparison.stages.map(\.name))
    }
    return comparison
  }

  /// The arrays that were handed in, and the required ones that were not, in the order of the
  /// computation.
  private func steps(_ comparison: Comparison) -> [GradedStep] {
    guard let trace = comparison.trace else { return [] }
    let judged = Dictionary(comparison.stages.map { ($0.stage, $0) }) { first, _ in first }
    return trace.records.compactMap { record in
      guard let stage = record.stage else { return nil }
      if let step = judged[stage] { return GradedStep(step, trace) }
      guard record.operation != nil, required.contains(stage.rawValue) else { return nil }
      return GradedStep(
        stage.rawValue, statement: trace.statement(stage), verdict: .blank,
        details: ["the dump has no such array"])
    }
  }

  /// Whose dump it is, by the name of the file; by that of its folder where files are called `dump`,
  /// as the recipes call them.
  static func student(_ path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard let last = parts.last else { return "" }
    let ending = DumpFile.endings.first { last.lowercased().hasSuffix("." + $0) }
    let name = ending.map { String(last.dropLast($0.count + 1)) } ?? String(last)
    return name == "dump" && parts.count > 1 ? String(parts[parts.count - 2]) : name
  }

  /// The error without the path, which stands beside it anyway.
  private static func message(_ error: any Error, _ path: String) -> String {
    let text = "\(error)"
    let name = TensorFiles.quoted(path)
    guard text.hasPrefix(name + ": ") || text.hasPrefix(name + ", ") else { return text }
    return String(text.dropFirst(name.count + 2))
  }
}

extension GradedStep {
  /// A judged array of a dump.
  init(_ step: ComparedStage, _ trace: Trace) {
    self.init(
      step.stage.rawValue, statement: trace.statement(step.stage), verdict: step.verdict,
      cells: step.wrongCells, mistakes: step.mistakes, largestError: step.largestError,
      tolerance: step.tolerance)
    guard step.verdict == .wrong else { return }
    guard let found = step.found, let expected = step.expected else {
      let (shape, wanted) = (
        sizeInWords(step.typedShape ?? []), sizeInWords(step.axes.map(\.size))
      )
      reason = "shape"
      (largestError, tolerance) = (nil, nil)
      finding = Finding(place: name, found: shape, expected: wanted)
      details = ["the array is \(shape), this step is \(wanted) \(step.axes.inWords)"]
      return
    }
    let place = brackets(step.worstCell)
    let finding = Finding(
      place: place, found: printed(found[step.worstCell]),
      expected: printed(expected[step.worstCell]))
    self.finding = finding
    details = [
      "\(place) is \(finding.found), your own arrays give \(finding.expected); "
        + "\(step.wrongCount) of \(found.count) cells differ"
    ]
    details += step.pattern?.sentences ?? []
  }
}

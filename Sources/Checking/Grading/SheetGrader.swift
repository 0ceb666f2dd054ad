// SPDX-License-Identifier: MIT

import AttentionEngine
import Explanation
import Glibc
import ProblemFiles
import Tensors
import Yams

/// Grades one worksheet after the other.
public final class SheetGrader {
  private let locator: ProblemLocator
  private let store = ProblemStore()
  /// The only problem that sheets may be for, by its path without links.
  private let problem: String?

  /// - Parameters:
  ///   - locator: Where the problems of the sheets may lie.
  ///   - problem: The path of the only problem that sheets may be for; `nil` allows any.
  public init(locator: ProblemLocator, problem: String? = nil) {
    self.locator = locator
    self.problem = problem.map { Self.withoutLinks($0) ?? $0 }
  }

  private static func withoutLinks(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// Grades a sheet; whatever is wrong with the file becomes part of the result.
  ///
  /// - Parameter path: A filled-in worksheet.
  /// - Returns: The result with one point a step.
  public func grade(_ path: String) -> GradedFile {
    let clock = ContinuousClock()
    let start = clock.now
    var result = judged(path)
    result.submitted = TimeStamp(ofFile: path)
    result.duration = (clock.now - start) / .seconds(1)
    return result
  }

  private func judged(_ path: String) -> GradedFile {
    do throws(ProblemFileError) {
      let sheet = try Worksheet(path: path, locator: locator, store: store)
      if let problem, sheet.computation.flatMap({ Self.withoutLinks($0.path) }) != problem {
        throw ProblemFileError(
          file: path, key: "problem",
          "the sheet is for '\(sheet.problemName ?? "a problem of its own")', which is not the "
            + "problem these sheets are to be for")
      }
      return GradedFile(sheet, sheet.marked(store), plan: sheet.plan(store))
    } catch {
      let known = SheetHeader(path: path)
      return GradedFile(
        file: path, assignment: known.assignment, student: known.student,
        outcome: .failed(.init(.unreadable, Self.message(error, path), line: error.line)))
    }
  }

  /// The error without the path, which stands beside it anyway.
  private static func message(_ error: ProblemFileError, _ path: String) -> String {
    guard error.file == path else { return error.description }
    let place = error.line.map { "line \($0): " } ?? ""
    return place + (error.key.isEmpty ? "" : "\(error.key): ") + error.sentence
  }
}

/// What can be read of a sheet that cannot be judged: whose it is, and for what.
private struct SheetHeader {
  var student = GradedFile.Student()
  var assignment = ""

  init(path: String) {
    guard let text = try? TextFile.read(path) else { return }
    let source = SourceText(withoutMark: text, file: path)
    guard let node = try? SafeYAML.parse(source), case .mapping(let mapping) = node else { return }
    for (key, value) in mapping {
      switch (key.string, value) {
      case ("problem"?, .scalar(let scalar)): assignment = assignmentName(scalar.string)
      case ("student"?, .mapping(let parts)):
        for (name, part) in parts {
          guard let text = part.string, text.utf8.count <= 1000 else { continue }
          if name.string == "id" { student.id = text }
          if name.string == "name" { student.name = text }
        }
      default: break
      }
    }
  }
}

/// A short name: `04-self-attention` for `lesson:04-self-attention`, `heads` for `week2/heads.yaml`.
func assignmentName(_ problem: String) -> String {
  if problem.hasPrefix("lesson:") { return String(problem.dropFirst(7)) }
  let name = problem.split(separator: "/").last.map(String.init) ?? problem
  for ending in [".yaml", ".yml"] where name.hasSuffix(ending) {
    return String(name.dropLast(ending.count))
  }
  return name
}

extension GradedFile {
  /// The result of a judged sheet, with one point for each step its problem asks for.
  ///
  /// - Parameters:
  ///   - sheet: The sheet.
  ///   - marked: Its verdicts.
  ///   - plan: The steps asked for. One that is not on the sheet any more is a blank one, and one that
  ///     was added is judged and worth nothing.
  init(_ sheet: Worksheet, _ marked: MarkedSheet, plan: [StageID]) {
    let typed = marked.steps.map { step in
      var graded = GradedStep(step, marked)
      if !plan.contains(step.stage) { (graded.score, graded.maximum) = (0, 0) }
      return (stage: step.stage, graded: graded)
    }
    let deleted = plan.filter { stage in !typed.contains { $0.stage == stage } }.map { stage in
      let statement = marked.trace.statement(stage)
      return (
        stage: stage,
        graded: GradedStep(stage.rawValue, statement: statement, verdict: .blank)
      )
    }
    let steps = (typed + deleted).sorted { one, other in
      Self.order(one.stage, plan, sheet) < Self.order(other.stage, plan, sheet)
    }
    self.init(
      file: sheet.path,
      assignment: sheet.problemName.map(assignmentName) ?? sheet.problem.title ?? "worksheet",
      student: Student(id: sheet.student.id, name: sheet.student.name), seed: sheet.seed,
      outcome: .judged(steps.map(\.graded)),
      notes: marked.notes.map(\.sentence))
  }

  /// The place of a step among those of its plan; a step that was added stands behind the planned one it
  /// is computed after.
  private static func order(_ stage: StageID, _ plan: [StageID], _ sheet: Worksheet) -> Double {
    if let index = plan.firstIndex(of: stage) { return Double(index) }
    guard let place = sheet.trace.place(of: stage) else { return Double(plan.count) }
    let before = plan.lastIndex { sheet.trace.place(of: $0).map { $0 < place } ?? false } ?? -1
    return Double(before) + 0.5
  }
}

extension GradedStep {
  /// A judged stage of a sheet.
  init(_ step: MarkedStep, _ sheet: MarkedSheet) {
    let id = step.stage.rawValue
    self.init(
      id, statement: sheet.trace.statement(step.stage), verdict: step.verdict,
      cells: step.wrongCells.map(\.cell), mistakes: step.mistakes, line: step.line,
      duration: step.duration)
    if case .shape(let typed, let expected)? = step.reason {
      reason = "shape"
      let (found, wanted) = (sizeInWords(typed), sizeInWords(expected))
      finding = Finding(place: id, found: found, expected: wanted)
      details = ["typed \(found) numbers, this step has \(wanted) \(step.axes.inWords)"]
      return
    }
    guard let cell = step.wrongCells.first else { return }
    let found = Finding(
      place: brackets(cell.cell), found: sheet.text(cell.typed), expected: sheet.text(cell.expected)
    )
    finding = found
    let more = step.wrongCells.count > 1 ? ", and \(step.wrongCells.count - 1) more" : ""
    details = [
      "\(found.place) typed \(found.found), your own numbers give \(found.expected)\(more)"
    ]
  }
}

/// `3 × 4`.
func sizeInWords(_ shape: [Int]) -> String {
  shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: " × ")
}

extension Trace {
  /// `scaled_scores = S / √d_k`: what the step asks for.
  func statement(_ stage: StageID) -> String {
    guard let formula = place(of: stage).flatMap(formula(at:)) else { return "" }
    return "\(stage) = \(formula.text(.unicode))"
  }
}

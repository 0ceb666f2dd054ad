// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import ProblemFiles

/// A lesson as a document: its prose, with the numbers computed now.
public struct LessonPage {
  public let lesson: Lesson
  /// The path of `lesson.md`, for errors.
  let file: String
  /// The lesson's problem, and the trace of it.
  public let problem: Problem
  public let trace: Trace
  /// What the live blocks may read.
  let folder: LessonFolder

  /// Reads a lesson and computes its problem.
  ///
  /// - Throws: `LessonError` for the prose, `ProblemFileError` for the numbers.
  public init(_ name: LessonName, in catalog: LessonCatalog) throws {
    lesson = try catalog.lesson(name)
    file = catalog.path(of: "lesson.md", in: name)
    folder = LessonFolder(path: catalog.folder + "/" + name.id, lessons: catalog.folder)
    let own = try folder.problem(nil)
    (problem, trace) = (own.problem, own.trace)
  }

  /// A problem that live blocks run on, and what was computed from it.
  ///
  /// - Parameter name: A file beside the lesson; the lesson's own problem when `nil`.
  /// - Returns: The problem and its trace.
  /// - Throws: `ProblemFileError` when the file holds no problem; why it may not be read.
  public func computation(ofProblem name: String?) throws -> (problem: Problem, trace: Trace) {
    let computed = try folder.problem(name)
    return (computed.problem, computed.trace)
  }

  /// The whole lesson, or one section of it.
  ///
  /// - Parameters:
  ///   - section: A section, counted from 1; the whole lesson when `nil`.
  ///   - includesPictures: Whether small pictures of heads are shown beside their numbers.
  ///   - explainsCells: Whether every cell carries a note that says how it came to be.
  /// - Returns: The document, every live block replaced by its output.
  /// - Throws: `LessonPageError` for a section, a cell or a live command that is not there.
  public func document(
    section: Int? = nil, includesPictures: Bool = true, explainsCells: Bool = false
  ) throws -> Document {
    let notes = explainsCells ? CellNotes(trace) : nil
    let writer = LessonWriter(page: self, includesPictures: includesPictures, cellNotes: notes)
    var blocks: [Block] = []
    if section == nil {
      blocks = head
      if let notes { blocks.append(.paragraph(notes.statement)) }
      blocks += try writer.blocks(lesson.opening)
    }
    for index in try selected(section) {
      let part = lesson.sections[index]
      let number: Text = "\(index + 1). "
      blocks.append(.heading(level: 2, number + (try writer.text(part.title, line: part.line))))
      blocks += try writer.blocks(part.blocks)
    }
    return Document(blocks)
  }

  /// Title, question and minutes.
  var head: [Block] {
    [
      .heading(level: 1, Text("Lesson \(lesson.number): \(lesson.header.title)")),
      .paragraph(.emphasis(lesson.header.question)),
      .paragraph(.dim("About \(lesson.header.minutes) minutes.")),
    ]
  }

  private func selected(_ section: Int?) throws(LessonPageError) -> Range<Int> {
    guard let section else { return 0..<lesson.sections.count }
    guard (1...max(1, lesson.sections.count)).contains(section) else {
      throw LessonPageError(
        file: file, line: nil,
        sentence: "there is no section \(section); lesson \(lesson.id) has "
          + "\(lesson.sections.count), counted from 1")
    }
    return (section - 1)..<section
  }
}

/// Something in a lesson that cannot be shown: where, what, and what would be right.
public struct LessonPageError: Error, Equatable, Sendable, CustomStringConvertible {
  public let file: String
  public let line: Int?
  public let sentence: String

  public var description: String { "\(line.map { "\(file):\($0)" } ?? file): \(sentence)" }
}

// SPDX-License-Identifier: MIT

import Display

/// The course as a document: the list of lessons, and the welcome.
public struct CourseDocument {
  let catalog: LessonCatalog

  public init(_ catalog: LessonCatalog) { self.catalog = catalog }

  /// Every lesson with its question.
  ///
  /// - Throws: `LessonError` for a lesson that cannot be read.
  public func list() throws -> Document {
    var rows: [[Text]] = []
    for name in catalog.names {
      let lesson = try catalog.lesson(name)
      rows.append([.code(lesson.id), Text(lesson.header.question), "\(lesson.header.minutes) min"])
    }
    return Document([
      .heading(level: 1, "Lessons"),
      .table(
        Table(
          header: ["lesson", "question", "takes"], rows: rows, alignments: [.left, .left, .right])),
      .paragraph("Begin with " + .code("attn lesson \(catalog.names[0].id)") + "."),
    ])
  }

  /// What this is, and the next thing to type.
  ///
  /// - Parameter course: The lessons; `nil` when they are not found.
  /// - Returns: The welcome, also without lessons.
  public static func welcome(_ course: CourseDocument?) -> Document {
    var blocks: [Block] = [
      .heading(level: 1, "Attention Tracer"),
      .paragraph(
        "See the attention mechanism with nothing hidden. Every number was computed and can be asked why."
      ),
    ]
    guard let course, let first = course.catalog.names.first else {
      blocks.append(
        .paragraph("The lessons are not found: start attn with ./attn from its repository."))
      return Document(blocks + [.table(commands(example: "problem.yaml"))])
    }
    let count = course.catalog.names.count
    blocks.append(
      .paragraph(
        Text("There \(count == 1 ? "is 1 lesson" : "are \(count) lessons"). Next, type ")
          + .code("attn lesson \(first.id)") + "."))
    blocks.append(.table(commands(example: "lesson:\(first.id)")))
    return Document(blocks)
  }

  private static func commands(example: String) -> Table {
    Table(rows: [
      [.code("attn lesson"), "lists the lessons"],
      [.code("attn trace \(example)"), "shows every stage of a computation"],
      [.code("attn why \(example) 'weights[0,2,1]'"), "shows how a cell came to be"],
      [.code("attn doctor"), "says what was detected here"],
      [.code("attn --help"), "lists the commands"],
    ])
  }
}

// SPDX-License-Identifier: MIT

import Display

/// The course as a document: the list of lessons, and the welcome.
public struct CourseDocument {
  let catalog: LessonCatalog
  let progress: Progress

  public init(_ catalog: LessonCatalog, progress: Progress = Progress()) {
    self.catalog = catalog
    self.progress = progress
  }

  /// Every lesson with its question.
  ///
  /// - Throws: `LessonError` for a lesson that cannot be read.
  public func list() throws -> Document {
    var rows: [[Text]] = []
    let hasProgress = catalog.names.contains { progress.of($0.id).isBegun }
    for name in catalog.names {
      let lesson = try catalog.lesson(name)
      let row: [Text] = [
        .code(lesson.id), Text(lesson.header.question), "\(lesson.header.minutes) min",
      ]
      rows.append(row + (hasProgress ? [Text(marks(name))] : []))
    }
    let header: [Text] = ["lesson", "question", "takes"] + (hasProgress ? ["so far"] : [])
    return Document([
      .heading(level: 1, "Lessons"),
      .table(
        Table(header: header, rows: rows, alignments: [.left, .left, .right, .left])),
      .paragraph(next),
    ])
  }

  /// What was done in a lesson, in a few words.
  private func marks(_ name: LessonName) -> String {
    let done = progress.of(name.id)
    var words: [String] = []
    if done.isRead {
      words.append("read")
    } else if !done.parts.isEmpty {
      words.append("\(done.parts.count) of \(done.partCount ?? done.parts.count) parts")
    }
    if let sheet = done.sheet { words.append(sheet ? "sheet right" : "sheet begun") }
    let solved = done.tasks.values.count { $0 }
    if !done.tasks.isEmpty { words.append("\(solved) of \(done.tasks.count) tasks") }
    return words.joined(separator: ", ")
  }

  /// The next thing to type.
  private var next: Text {
    for name in catalog.names {
      let done = progress.of(name.id)
      if !done.isRead {
        let isBegun = done.isBegun
        return Text(isBegun ? "Go on with " : progress == Progress() ? "Begin with " : "Next: ")
          + .code("attn lesson \(name.id)") + "."
      }
      if done.sheet != true {
        return Text("Next, lesson \(name.number) with a pencil: ")
          + .code("attn worksheet lesson:\(name.id) --seed 7 > sheet.yaml") + ", then "
          + .code("attn check sheet.yaml") + "."
      }
      if let open = done.tasks.sorted(by: { $0.key < $1.key }).first(where: { !$0.value }) {
        return Text("Next, the task \(open.key): ") + .code("attn exercise run \(name.id)") + "."
      }
    }
    return Text("You have done them all. Look again at any: ")
      + .code("attn lesson \(catalog.names[0].id)") + "."
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
      return Document(
        blocks + [.table(commands(example: "problem.yaml", cell: "weights[0,2,1]"))])
    }
    let names = course.catalog.names
    let read = names.count { course.progress.of($0.id).isRead }
    let count = names.count == 1 ? "There is 1 lesson" : "There are \(names.count) lessons"
    blocks.append(
      .paragraph(Text(count + (read > 0 ? "; you have read \(read). " : ". ")) + course.next))
    blocks.append(.table(commands(example: "lesson:\(first.id)", cell: "raw_scores[0,0,0]")))
    return Document(blocks)
  }

  private static func commands(example: String, cell: String) -> Table {
    Table(rows: [
      [.code("attn lesson"), "lists the lessons"],
      [.code("attn trace \(example)"), "shows every stage of a computation"],
      [.code("attn why \(example) '\(cell)'"), "shows how a cell came to be"],
      [.code("attn doctor"), "says what was detected here"],
      [.code("attn --help"), "lists the commands"],
    ])
  }
}

// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Display
import Explanation
import Glibc
import Interactive
import Lessons
import ProblemFiles
import TerminalSession

struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", abstract: "Follow a lesson; without an id, list the lessons.",
    discussion: """
      A lesson is named by its folder, its number or its slug: 04-self-attention, 4.

      On a terminal it is shown part by part, and ? lists the keys; i looks at a matrix cell by
      cell. With --accessible it is told step by step, in lines. It is printed whole when output
      goes elsewhere, and with --plain; --section prints one part.
      """)

  @Argument(help: "The lesson, such as 04-self-attention.")
  var lesson: String?

  @Option(help: "Only this section, counted from 1.")
  var section: Int?

  @Option(
    help: "Write the lesson to a file instead: \(ExportFormat.list(ExportFormat.ofLessons)).")
  var export: String?

  @Flag(help: "Capture the mouse from the beginning; m turns it on and off.")
  var mouse = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let catalog = try Self.catalog()
    do {
      guard let lesson else {
        let list = try CourseDocument(catalog, progress: ProgressKeeper.progress()).list()
        return try output.deliver(list, to: export)
      }
      let found = try LessonPage(catalog.name(of: lesson), in: catalog)
      if section == nil, export == nil, try follow(found) { return }
      let format = try export.map {
        try ExportFormat(path: $0, among: ExportFormat.ofLessons, instead: Self.instead)
      }
      if let export, format == .npz || format == .safetensors {
        return try ExportFormat.write(
          stagesOf: found.trace, to: export, replacing: output.force)
      }
      if let export, format == .json {
        let json = try found.json(section: section)
        return try ExportFormat.write(json.text + "\n", to: export, replacing: output.force)
      }
      let showsPictures = export == nil && !output.detection.capabilities.accessible
      let document = try found.document(
        section: section, includesPictures: showsPictures,
        explainsCells: export?.hasSuffix(".html") ?? false)
      try output.deliver(document, to: export)
      if export == nil, isatty(STDOUT_FILENO) == 1 { remember(found) }
    } catch let error as LessonError {
      throw UnusableInput(error)
    } catch let error as LessonPageError {
      throw UnusableInput(error)
    } catch let error as ProblemFileError {
      throw UnusableInput(error)
    }
  }

  /// Remembers which parts were printed for a person.
  private func remember(_ page: LessonPage) {
    let count = page.lesson.sections.count + 1
    let parts = section.map { [$0] } ?? Array(0..<count)
    ProgressKeeper.record(
      parts.map { .read(lesson: page.lesson.id, part: $0, count: count) })
  }

  /// Plays the lesson, if somebody sits at a terminal; false when it is to be printed.
  private func follow(_ lesson: LessonPage) throws -> Bool {
    let isAccessible = output.detection.capabilities.accessible
    let notebook = LessonNotebook(lesson)
    defer { notebook.close() }
    if FullScreen.isPossible(output) {
      let capabilities = FullScreen.capabilities(output)
      try FullScreen.run(
        LessonPlayer(
          try lesson.parts(), hasMouse: mouse, capabilities: capabilities,
          inspect: Self.inspector(lesson, capabilities), tell: notebook.write), output)
      return true
    }
    guard isAccessible, FullScreen.isInteractive(output) else { return false }
    let capabilities = output.detection.capabilities
    var talk = SpokenLesson(
      try lesson.parts(includesPictures: false), capabilities: capabilities,
      inspect: Self.inspector(lesson, capabilities), tell: notebook.write)
    LineSession.run(&talk)
    return true
  }

  /// Opens a matrix of a lesson on the problem that its live block ran on.
  private static func inspector(
    _ lesson: LessonPage, _ capabilities: Capabilities
  ) -> (LessonExhibit) -> CellInspector? {
    { exhibit in
      guard let shown = try? lesson.computation(ofProblem: exhibit.problem) else { return nil }
      return CellInspector(
        shown.trace, problem: shown.problem, title: shown.problem.title, start: exhibit.cell,
        isInsideLesson: true, capabilities: capabilities)
    }
  }

  /// Why a format has no meaning for a lesson, and what to type instead.
  private static func instead(_ format: ExportFormat) -> String? {
    guard format == .svg else { return nil }
    return "a lesson has many pictures; attn trace lesson:NN-slug --show weights draws one"
  }

  /// The lessons of this installation.
  static func catalog() throws -> LessonCatalog {
    guard let home = Home.folder else {
      throw UnusableInput(
        "the lessons are not found; start attn with ./attn from its repository, or set ATTN_HOME "
          + "to the folder that holds lessons/")
    }
    do {
      return try LessonCatalog(home: home)
    } catch {
      throw UnusableInput(error)
    }
  }
}

// SPDX-License-Identifier: MIT

/// One thing that must hold for every lesson of the course.
///
/// A new check is one file: a type like its neighbours, and its name in `CourseChecks.ofLessons`;
/// a room above this one hands its own to `CourseReport`.
public protocol CourseCheck: Sendable {
  /// Its name in reports, kebab-case.
  var name: String { get }
  /// What must hold, in one sentence.
  var rule: String { get }

  /// Looks at one lesson.
  ///
  /// - Returns: What does not hold; empty when all is well.
  func findings(in lesson: CheckedLesson) -> [CourseFinding]
}

/// The checks that lessons by themselves allow.
public enum CourseChecks {
  public static let ofLessons: [any CourseCheck] = [
    LessonRuns(), LessonShape(), NumbersAgree(), NumbersAreMarked(), LinksExist(), FilesAreUsed(),
    FitsEightyColumns(), WorksheetSeparates(),
  ]
}

/// Something in the course that does not hold: where, and what would be right.
public struct CourseFinding: Equatable, Sendable {
  public let file: String
  public let line: Int?
  public let sentence: String

  public init(file: String, line: Int?, _ sentence: String) {
    self.file = file
    self.line = line
    self.sentence = sentence
  }
}

/// A lesson that is looked at: read once, for all checks.
public struct CheckedLesson {
  public let name: LessonName
  public let catalog: LessonCatalog
  /// The folder of the lesson.
  public var folder: String { catalog.folder + "/" + name.id }
  /// The lesson; `nil` when it cannot be read, which `LessonRuns` reports.
  public let lesson: Lesson?
  let page: LessonPage?
  /// Why there is no page.
  let failure: CourseFinding?

  init(_ name: LessonName, in catalog: LessonCatalog) {
    self.name = name
    self.catalog = catalog
    lesson = try? catalog.lesson(name)
    do {
      page = try LessonPage(name, in: catalog)
      failure = nil
    } catch {
      page = nil
      failure = CourseFinding(error, in: catalog.folder + "/" + name.id)
    }
  }

  /// The path of `lesson.md`.
  public var file: String { catalog.path(of: "lesson.md", in: name) }

  /// The blocks of commands, each with the line of its fence.
  public var consoleBlocks: [(line: Int, text: String)] {
    LessonWalk.blocks(blocks).compactMap { block in
      guard case .code("console", let text) = block.content else { return nil }
      return (block.line, text)
    }
  }

  /// The problems that it shows because they cannot be computed, by the names of their files.
  public var refusedFiles: [String] {
    LessonWalk.blocks(blocks).compactMap { block in
      guard case .live(let command) = block.content, command.words.first == "refused" else {
        return nil
      }
      return command.words.dropFirst().first
    }
  }

  /// A finding in `lesson.md`.
  func finding(_ line: Int?, _ sentence: String) -> CourseFinding {
    CourseFinding(file: file, line: line, sentence)
  }

  /// All blocks on the outermost level, titles of parts as headings.
  var blocks: [LessonBlock] {
    guard let lesson else { return [] }
    return lesson.opening
      + lesson.sections.flatMap { section in
        [LessonBlock(line: section.line, content: .heading(level: 2, section.title))]
          + section.blocks
      }
  }
}

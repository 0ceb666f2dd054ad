// SPDX-License-Identifier: MIT

import FoundationEssentials
import Lessons
import Testing

struct LessonCatalogTests {
  @Test func `lessons come in the order of their numbers`() throws {
    try withCourse(["10-ten", "02-two", "100-hundred", "notes", "3-three", "04-Four", "_x"]) {
      let catalog = try LessonCatalog(home: $0)
      #expect(catalog.names.map(\.id) == ["02-two", "10-ten", "100-hundred"])
      #expect(catalog.names.map(\.number) == [2, 10, 100])
      #expect(
        catalog.path(of: "problem.yaml", in: catalog.names[0]).hasSuffix("02-two/problem.yaml"))
    }
  }

  @Test(arguments: ["04-self-attention", "04", "4", "004", "self-attention"])
  func `a lesson is found by id, number and slug`(text: String) throws {
    try withCourse(["01-dot-product", "04-self-attention"]) {
      let catalog = try LessonCatalog(home: $0)
      #expect(try catalog.name(of: text).id == "04-self-attention")
    }
  }

  @Test(arguments: [
    ("self-atention", #"no lesson "self-atention". Did you mean self-attention? There is "#),
    ("04-self-attentoin", #"no lesson "04-self-attentoin". Did you mean 04-self-attention? "#),
    ("7", #"no lesson "7". There is 01-dot-product, 04-self-attention"#),
    ("", #"no lesson "". There is"#), ("-4", #"no lesson "-4". There is"#),
    ("../secrets", #"no lesson "../secrets". There is"#),
  ])
  func `an unknown lesson is answered with the nearest`(text: String, sentence: String) throws {
    try withCourse(["01-dot-product", "04-self-attention"]) { home in
      let catalog = try LessonCatalog(home: home)
      let error = #expect(throws: LessonError.self) { try catalog.name(of: text) }
      let said = try #require(error).description
      #expect(said.hasPrefix("\(home)/lessons: \(sentence)"), "\(said)")
    }
  }

  @Test func `two lessons of one number, none, no folder`() throws {
    try withCourse(["04-b", "04-a"]) { home in
      let error = #expect(throws: LessonError.self) { try LessonCatalog(home: home) }
      #expect(error?.problem == .sameNumber(first: "04-a", second: "04-b"))
    }
    try withCourse([]) { home in
      let error = #expect(throws: LessonError.self) { try LessonCatalog(home: home) }
      #expect(error?.problem == .noLessons)
    }
    let error = #expect(throws: LessonError.self) { try LessonCatalog(home: "/nowhere") }
    #expect(
      error?.description == "/nowhere/lessons: cannot be read: No such file or directory")
  }

  @Test func `a lesson is read from its folder and cut into sections`() throws {
    try withCourse(["04-self-attention"]) { home in
      let catalog = try LessonCatalog(home: home)
      let prose =
        "---\ntitle: T\nquestion: Q\nminutes: 9\n---\nopening\n\n## One\n\na\n\n### b\n\n## Two\n"
      let path = catalog.path(of: "lesson.md", in: catalog.names[0])
      try Data(prose.utf8).write(to: URL(filePath: path))
      let lesson = try catalog.lesson(catalog.names[0])
      #expect(lesson.id == "04-self-attention")
      #expect(lesson.number == 4)
      #expect(lesson.slug == "self-attention")
      #expect(lesson.header.minutes == 9)
      #expect(Outline.of(lesson.opening) == "6 paragraph: opening")
      #expect(lesson.sections.map { Outline.of($0.title) } == ["One", "Two"])
      #expect(lesson.sections.map(\.line) == [8, 14])
      #expect(Outline.of(lesson.sections[0].blocks) == "10 paragraph: a\n12 heading 3: b")
      #expect(lesson.sections[1].blocks.isEmpty)
    }
  }

  @Test func `a lesson that cannot be read says why`() throws {
    try withCourse(["04-a"]) { home in
      let catalog = try LessonCatalog(home: home)
      let path = catalog.path(of: "lesson.md", in: catalog.names[0])
      let missing = #expect(throws: LessonError.self) { try catalog.lesson(catalog.names[0]) }
      #expect(missing?.description == "\(path): cannot be read: No such file or directory")
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      let folder = #expect(throws: LessonError.self) { try catalog.lesson(catalog.names[0]) }
      #expect(folder?.description == "\(path): cannot be read: it is not a regular file")
    }
  }

  /// Makes a course with empty folders, and removes it afterwards.
  private func withCourse(_ folders: [String], _ body: (String) throws -> Void) throws {
    let home = FileManager.default.temporaryDirectory.path + "/course-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: home) }
    for folder in [""] + folders {
      try FileManager.default.createDirectory(
        atPath: home + "/lessons/" + folder, withIntermediateDirectories: true)
    }
    try body(home)
  }
}

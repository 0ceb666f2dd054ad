// SPDX-License-Identifier: MIT

import Display
import FoundationEssentials

@testable import Lessons

/// A course of one lesson in a folder of its own, gone when the test ends.
final class TestCourse {
  let home: String

  /// Two heads over three tokens; every size differs.
  static let problem = """
    format: 1
    title: Three tokens
    tokens: [the, cat, sat]
    heads: 2
    input: |
      1 0 2 -1
      0 1 1 3
      -2 1 0 1
    projections:
      query: |
        1 0 2 1
        0 1 -1 0
        1 1 0 -2
        0 2 1 1
      key: |
        0 1 1 2
        1 0 -1 1
        0 -1 2 0
        1 1 0 1
      value: |
        1 2
        0 -1
        3 1
        1 1
    upstream: |
      1 2
      0 1
      -1 3

    """

  init(_ prose: String, files: [String: String] = [:]) throws {
    home = FileManager.default.temporaryDirectory.path + "/course-\(UUID())"
    try FileManager.default.createDirectory(
      atPath: folder + "/sub", withIntermediateDirectories: true)
    let all = [
      "lesson.md": "---\ntitle: T\nquestion: Q\nminutes: 5\n---\n" + prose,
      "problem.yaml": Self.problem, "causal.yaml": Self.problem + "mask: [causal]\n",
    ].merging(files) { $1 }
    for (name, text) in all {
      try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: home) }

  var folder: String { home + "/lessons/04-test" }

  func page() throws -> LessonPage {
    let catalog = try LessonCatalog(home: home)
    return try LessonPage(catalog.names[0], in: catalog)
  }

  /// The lesson as plain text, without its head.
  func text() throws -> String {
    let text = render(try page().document(), with: Capabilities(width: 80))
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(7)
      .joined(separator: "\n")
  }

  /// What is wrong with the lesson, its folder left out.
  func complaint() -> String {
    do {
      _ = try text()
      return "no complaint"
    } catch {
      return "\(error)".replacing(folder + "/", with: "")
    }
  }
}

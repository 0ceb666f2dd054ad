// SPDX-License-Identifier: MIT

import Lessons
import Testing

/// The lessons of this repository.
struct ShippedLessonTests {
  @Test func `every lesson can be read, has a question to predict and something live`() throws {
    let catalog = try LessonCatalog(home: repository)
    for name in catalog.names {
      let lesson = try catalog.lesson(name)
      let blocks = lesson.opening + lesson.sections.flatMap(\.blocks)
      #expect(!lesson.opening.isEmpty, "\(name.id): nothing before the first section")
      #expect(lesson.sections.count >= 3, "\(name.id)")
      #expect(blocks.contains { if case .live = $0.content { true } else { false } }, "\(name.id)")
      #expect(
        blocks.contains { if case .question = $0.content { true } else { false } }, "\(name.id)")
    }
  }

  private var repository: String {
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
  }
}

// SPDX-License-Identifier: MIT

import Display

/// A part of a lesson that is read at once; after each question it stops until the reader asks.
public struct LessonPart: Equatable, Sendable {
  /// What the part is called.
  public let title: String
  /// What is shown first, then what each answer adds; always at least one.
  public let steps: [[Block]]

  /// Creates a part from its title and its steps.
  public init(title: String, steps: [[Block]]) {
    self.title = title
    self.steps = steps
  }
}

extension LessonPage {
  /// The lesson in parts: its opening, then its sections.
  ///
  /// - Parameter includesPictures: Whether pictures of heads are shown beside their numbers.
  /// - Returns: One part at least; the opening is the first.
  /// - Throws: `LessonPageError` for a cell or a live command that is not there.
  public func parts(includesPictures: Bool = true) throws -> [LessonPart] {
    let writer = LessonWriter(page: self, includesPictures: includesPictures)
    var parts = [
      LessonPart(
        title: lesson.header.title, steps: try steps(head, then: lesson.opening, writer))
    ]
    for (index, section) in lesson.sections.enumerated() {
      let number: Text = "\(index + 1). "
      let title = number + (try writer.text(section.title, line: section.line))
      parts.append(
        LessonPart(
          title: title.plainString,
          steps: try steps([.heading(level: 2, title)], then: section.blocks, writer)))
    }
    return parts
  }

  private func steps(
    _ head: [Block], then blocks: [LessonBlock], _ writer: LessonWriter
  ) throws -> [[Block]] {
    var steps = [head]
    for block in blocks {
      if case .question(let question) = block.content {
        steps[steps.count - 1].append(.quote(try writer.asked(question)))
        steps.append([.quote(try writer.answered(question))])
      } else {
        steps[steps.count - 1] += try writer.blocks([block])
      }
    }
    return steps
  }
}

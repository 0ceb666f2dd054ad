// SPDX-License-Identifier: MIT

/// A lesson: its head, an opening, and sections to take one at a time.
public struct Lesson: Equatable, Sendable {
  /// The name of its folder: `04-self-attention`.
  public let id: String
  /// Its place in the course: 4.
  public let number: Int
  /// Its id without the number: `self-attention`.
  public let slug: String
  /// Title, question, minutes, further reading.
  public let header: LessonHeader
  /// What stands before the first section.
  public let opening: [LessonBlock]
  /// The sections, each beginning at a heading of level 2.
  public let sections: [LessonSection]
}

/// A part of a lesson that is shown at once.
public struct LessonSection: Equatable, Sendable {
  public let title: [LessonInline]
  /// The line of the heading in `lesson.md`.
  public let line: Int
  /// What follows the heading.
  public let blocks: [LessonBlock]
}

extension Lesson {
  init(name: LessonName, markup: LessonMarkup) {
    id = name.id
    number = name.number
    slug = name.slug
    header = markup.header
    let pieces = markup.blocks.split(omittingEmptySubsequences: false) { Self.title($0) != nil }
    opening = Array(pieces.first ?? [])
    let headings = markup.blocks.filter { Self.title($0) != nil }
    sections = zip(headings, pieces.dropFirst()).map { heading, blocks in
      LessonSection(
        title: Self.title(heading) ?? [], line: heading.line, blocks: Array(blocks))
    }
  }

  private static func title(_ block: LessonBlock) -> [LessonInline]? {
    if case .heading(level: 2, let title) = block.content { title } else { nil }
  }
}

/// The name of a lesson's folder, taken apart: `04-self-attention`.
public struct LessonName: Equatable, Sendable {
  public let id: String
  public let number: Int
  public let slug: String

  /// Takes the name of a folder apart.
  ///
  /// - Returns: `nil` if it is not two or three digits, a hyphen and a slug of `a-z 0-9 -`.
  init?(folder: String) {
    let parts = folder.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, (2...3).contains(parts[0].utf8.count),
      parts[0].utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
      let number = Int(parts[0]), let first = parts[1].utf8.first, first != UInt8(ascii: "-"),
      parts[1].utf8.allSatisfy(Self.isSlugByte)
    else { return nil }
    id = folder
    self.number = number
    slug = String(parts[1])
  }

  private static func isSlugByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

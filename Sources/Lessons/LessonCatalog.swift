// SPDX-License-Identifier: MIT

import Tensors

/// The lessons of a course, in the order of their numbers.
public struct LessonCatalog: Equatable, Sendable {
  /// The folder that holds the lessons' folders.
  public let folder: String
  /// The lessons, first to last.
  public let names: [LessonName]

  /// Looks into `lessons/` of a course and lists the folders named like `04-self-attention`.
  ///
  /// - Parameter home: The folder of the course; the launcher puts it into `ATTN_HOME`.
  /// - Throws: `unreadable`, `noLessons`, or `sameNumber` if two have the same.
  public init(home: String) throws(LessonError) {
    folder = home + "/lessons"
    var names: [LessonName] = []
    for entry in try LessonFiles.folders(in: folder) {
      if let name = LessonName(folder: entry), !Self.holdsOnlyAnExercise(folder + "/" + entry) {
        names.append(name)
      }
    }
    names.sort { ($0.number, $0.id) < ($1.number, $1.id) }
    for (name, next) in zip(names, names.dropFirst()) where name.number == next.number {
      throw LessonError(
        file: folder, line: nil, problem: .sameNumber(first: name.id, second: next.id))
    }
    guard !names.isEmpty else { throw LessonError(file: folder, line: nil, problem: .noLessons) }
    self.names = names
  }

  /// Whether a folder has hints of an exercise, but no lesson yet.
  private static func holdsOnlyAnExercise(_ folder: String) -> Bool {
    LessonFiles.exists(folder + "/hints.md")
      && !LessonFiles.exists(folder + "/lesson.md")
  }

  /// Finds a lesson by its id, its number (`04`, `4`) or its slug.
  ///
  /// - Throws: `unknownLesson` with the nearest spelling.
  public func name(of text: String) throws(LessonError) -> LessonName {
    let found = names.first { $0.id == text || $0.slug == text || $0.isNumbered(text) }
    if let found { return found }
    let ids = names.map(\.id)
    let nearest = NearestSpelling.of(text, among: ids + names.map(\.slug))
    throw LessonError(
      file: folder, line: nil,
      problem: .unknownLesson(found: text, nearest: nearest, known: ids))
  }

  /// Reads a lesson.
  public func lesson(_ name: LessonName) throws(LessonError) -> Lesson {
    let file = path(of: "lesson.md", in: name)
    let bytes = try LessonFiles.bytes(of: file)
    return Lesson(name: name, markup: try LessonMarkup(bytes: bytes, file: file))
  }

  /// Returns the path of a file in a lesson's folder.
  public func path(of file: String, in name: LessonName) -> String {
    "\(folder)/\(name.id)/\(file)"
  }
}

extension LessonName {
  fileprivate func isNumbered(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 3
      && text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
      && Int(text) == number
  }
}

// SPDX-License-Identifier: MIT

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Links lead somewhere: files exist, addresses have the form of one, named lessons are there.
struct LinksExist: CourseCheck {
  let name = "links-exist"
  let rule = "Every link to a file, and every lesson that is named, exists; addresses are https."

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    var findings: [CourseFinding] = []
    for piece in LessonWalk.paragraphs(lesson.blocks).joined() {
      switch piece.inline {
      case .link(_, let destination):
        if let sentence = Self.complaint(destination, in: lesson) {
          findings.append(lesson.finding(piece.line, sentence))
        }
      case .code(let text): findings += Self.unknownLessons(text, piece.line, lesson)
      default: break
      }
    }
    for block in LessonWalk.blocks(lesson.blocks) {
      guard case .code(_, let text) = block.content else { continue }
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        findings += Self.unknownLessons(String(line), block.line + 1 + index, lesson)
      }
    }
    return findings
  }

  private static func complaint(_ destination: String, in lesson: CheckedLesson) -> String? {
    if destination.isEmpty { return "a link leads nowhere; give it an address or a file" }
    if destination.hasPrefix("#") { return nil }
    if let scheme = destination.firstRange(of: ":") {
      let host = destination[scheme.upperBound...].drop { $0 == "/" }.prefix { $0 != "/" }
      guard destination.hasPrefix("https://"), host.contains("."),
        !destination.contains(where: \.isWhitespace)
      else {
        return "'\(destination.prefix(80))' is no address of the form https://host/…"
      }
      return nil
    }
    let path = destination.prefix { $0 != "#" }
    return access(lesson.folder + "/" + path, R_OK) == 0
      ? nil
      : "the link leads to '\(path.prefix(80))', which is not there; it is sought from "
        + "the lesson's folder"
  }

  /// Lessons named as commands name them, `lesson:04-self-attention`, that are not there.
  private static func unknownLessons(
    _ text: String, _ line: Int, _ lesson: CheckedLesson
  ) -> [CourseFinding] {
    text.ranges(of: "lesson:").compactMap { range in
      let id = text[range.upperBound...].prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-"
      }
      guard !id.isEmpty, !lesson.catalog.names.contains(where: { $0.id == id }) else { return nil }
      return lesson.finding(line, "there is no lesson '\(id)' in this course")
    }
  }
}

/// Every file in a lesson's folder is used, so that nothing old stays behind.
struct FilesAreUsed: CourseCheck {
  let name = "files-are-used"
  let rule = "Every file beside a lesson is named in it, or by a file it names."

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    guard let files = try? LessonFiles.files(in: lesson.folder) else { return [] }
    let texts = files.filter { $0 == "lesson.md" || $0.hasSuffix(".yaml") }.map { name in
      (name, (try? LessonFiles.bytes(of: lesson.folder + "/" + name)) ?? [])
    }
    return files.compactMap { name in
      // Of an exercise its stubs and its hints, which attn exercise shows.
      guard name != "lesson.md", name != LessonFolder.defaultProblem, name != "hints.md",
        !name.hasSuffix(".swift")
      else { return nil }
      let isNamed = texts.contains { other, bytes in
        other != name && String(decoding: bytes, as: UTF8.self).contains(name)
      }
      guard !isNamed else { return nil }
      return CourseFinding(
        file: lesson.folder + "/" + name, line: nil,
        "no block of the lesson names this file; use it or remove it")
    }
  }
}

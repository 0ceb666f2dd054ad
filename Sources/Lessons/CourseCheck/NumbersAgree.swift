// SPDX-License-Identifier: MIT

/// Numbers that an author typed beside what they are, `{0.77=weights[0,3,1]}`, are what they claim.
struct NumbersAgree: CourseCheck {
  let name = "numbers-agree"
  let rule = "Numbers typed beside what they are agree with what is computed."

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    guard let page = lesson.page else { return [] }
    return LessonWalk.paragraphs(lesson.blocks).joined().compactMap { piece in
      guard case .value(let value) = piece.inline, let typed = value.typed else { return nil }
      // What cannot be computed, another check reports.
      guard let computed = try? value.text({ try page.folder.trace($0 ?? piece.problem) }),
        computed != typed.replacing("−", with: "-")
      else { return nil }
      return lesson.finding(
        piece.line, "'\(typed)' is typed here, but \(value.expression) is \(computed)")
    }
  }
}

/// No result is typed: a number with a decimal point is computed, or marked as meant.
struct NumbersAreMarked: CourseCheck {
  let name = "numbers-are-marked"
  let rule = "No number with a decimal point stands in the prose unmarked."

  /// Behind these words a number names a place or a version, not a result.
  private static let naming: Set<String> = [
    "section", "sections", "chapter", "chapters", "figure", "figures", "table", "tables",
    "equation", "equations", "version", "versions", "part", "parts", "appendix", "algorithm",
    "listing", "§", "python", "swift", "pytorch", "numpy", "cuda",
  ]
  /// Words that carry a list of such names on: sections 3.2 and 3.3.
  private static let joining: Set<String> = ["and", "or", "to", "of"]

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    LessonWalk.paragraphs(lesson.blocks).flatMap { paragraph in
      var isName = false
      return paragraph.flatMap { piece -> [CourseFinding] in
        guard case .text(let text) = piece.inline, !piece.isInLink else { return [] }
        return text.split(whereSeparator: \.isWhitespace).compactMap { word in
          let bare = Self.bare(word)
          if Self.isResult(bare) {
            guard !isName else { return nil }
            return lesson.finding(
              piece.line,
              "the number \(bare) is typed; write what it is, such as {=weights[0,2,1]:2}, or "
                + "{#\(bare)} if it is meant as it stands")
          }
          let isNumber = bare.first?.isNumber ?? false
          let lower = bare.lowercased()
          isName =
            Self.naming.contains(lower) || isName && (isNumber || Self.joining.contains(lower))
          return nil
        }
      }
    }
  }

  /// A word without the brackets, commas and marks around it.
  private static func bare(_ word: Substring) -> Substring {
    let marks = Set("()[]{}\"'“”‘’,;:!?…*%≈~<>=+×·/")
    var word = word
    while let first = word.first, marks.contains(first) { word.removeFirst() }
    while let last = word.last, marks.contains(last) || last == "." { word.removeLast() }
    return word
  }

  /// Digits, one point, digits; versions such as 3.2.1 are names.
  private static func isResult(_ word: Substring) -> Bool {
    word.contains(".") && LessonValue.isNumber(word)
  }
}

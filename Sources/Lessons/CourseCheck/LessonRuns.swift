// SPDX-License-Identifier: MIT

/// Every lesson can be read, and every live block and value in it runs.
struct LessonRuns: CourseCheck {
  let name = "lesson-runs"
  let rule = "Every lesson can be read, and every live block and value in it runs."

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    if let failure = lesson.failure { return [failure] }
    guard let page = lesson.page else { return [] }
    let writer = LessonWriter(page: page, includesPictures: true)
    // Block by block, so that one fault does not hide the next.
    return lesson.blocks.compactMap { block in
      do {
        _ = try writer.blocks([block])
        return nil
      } catch {
        return CourseFinding(error, in: lesson.folder)
      }
    }
  }
}

/// Every lesson has what a lesson is made of.
struct LessonShape: CourseCheck {
  let name = "lesson-shape"
  let rule = "Every lesson asks before it shows, shows numbers, and says where to read on."

  func findings(in lesson: CheckedLesson) -> [CourseFinding] {
    guard let read = lesson.lesson else { return [] }
    let blocks = LessonWalk.blocks(lesson.blocks)
    var findings: [CourseFinding] = []
    func require(_ holds: Bool, _ sentence: String) {
      if !holds { findings.append(lesson.finding(1, sentence)) }
    }
    require(!read.opening.isEmpty, "nothing stands before the first part; begin with a question")
    require(read.sections.count >= 3, "expected at least three parts, headings of the form ## …")
    require(
      blocks.contains { if case .question = $0.content { true } else { false } },
      "no question to predict; add a block ```attn ask")
    require(
      blocks.contains { if case .live = $0.content { true } else { false } },
      "no live block; add one, such as ```attn show weights")
    require(!read.header.reads.isEmpty, "the head does not say where to read on; add reads: …")
    return findings
  }
}

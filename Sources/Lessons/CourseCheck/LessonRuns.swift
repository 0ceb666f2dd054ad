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
  let rule =
    "Every lesson asks before it shows, shows numbers, has a sheet, and says where to read on."

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
    require(
      lesson.consoleBlocks.contains { $0.text.contains("attn worksheet ") },
      "no sheet to fill in; show a command ./attn worksheet PROBLEM")
    for block in lesson.blocks where lesson.breaksParagraph(block) {
      findings.append(
        lesson.finding(
          block.line,
          "a number at the beginning of a line makes a list here; break the line elsewhere"
        ))
    }
    require(!read.header.reads.isEmpty, "the head does not say where to read on; add reads: …")
    return findings
  }
}

extension CheckedLesson {
  /// Whether a list begins in the middle of a paragraph: CommonMark takes "1." at the beginning of a line
  /// for one.
  fileprivate func breaksParagraph(_ block: LessonBlock) -> Bool {
    guard case .list(ordered: true, _, _) = block.content, block.line >= 2,
      let bytes = try? LessonFiles.bytes(of: file)
    else { return false }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.indices.contains(block.line - 2) else { return false }
    return lines[block.line - 2].contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }
  }
}

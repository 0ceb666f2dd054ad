// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Lessons
import TerminalSession

/// A part of a lesson in lines, and where its matrices stand in them.
struct LessonLayout {
  /// What the lines were made from.
  struct Source: Equatable {
    let part: Int
    let revealed: Int
    let capabilities: Capabilities
  }

  var source: Source?
  var lines: [String] = []
  var exhibits: [(exhibit: LessonExhibit, lines: Range<Int>)] = []
  /// The lines of text that the last frame had room for.
  var height = 1
  /// The line of the screen where the kept matrix begins; `nil` when there is none.
  var matrixLine: Int?
}

extension LessonPlayer {
  public mutating func frame(_ size: ScreenSize) -> Frame {
    guard size.isUsable else { return screen.finish(size.request) }
    if var inside = inspector {
      let frame = inside.frame(size)
      inspector = inside
      return frame
    }
    let text = ScreenText(capabilities, size)
    if var help = screen.help {
      let frame = help.frame(text, size)
      screen.help = help
      return screen.finish(frame)
    }
    layOut(text)
    let kept = keptMatrix(text, size)
    page.height = size.lines - 2 - kept.count
    page.matrixLine = kept.isEmpty ? nil : size.lines - 1 - kept.count
    offset = max(0, min(offset, lastOffset))
    noteTheEnd()
    var lines = Array(page.lines.dropFirst(offset).prefix(page.height))
    lines += Array(repeating: "", count: page.height - lines.count)
    let heading = text.line("\(part + 1)/\(parts.count)  \(parts[part].title)", reverse: true)
    var footer = text.line(footing(narrow: size.columns < 66), bold: screen.message != nil)
    var cursor: (line: Int, column: Int)?
    if let field {
      let typed = (isPredicting ? "your number: " : "/") + field.text
      footer = text.line(
        typed
          + (isPredicting ? "   (Enter says it, Esc leaves)" : "   (Enter finds it, Esc leaves)"))
      cursor = (size.lines - 1, min(size.columns - 1, text.width(text.line(typed))))
    }
    return screen.finish(Frame([heading] + lines + kept + [footer], cursor: cursor))
  }

  /// Lays the part out, if it is not laid out already.
  private mutating func layOut(_ text: ScreenText) {
    var capabilities = text.capabilities
    // The height changes nothing about the lines.
    capabilities.height = 0
    let source = LessonLayout.Source(
      part: part, revealed: revealed[part], capabilities: capabilities)
    guard page.source != source else { return }
    page.source = source
    let steps = parts[part].steps[...revealed[part]]
    let blocks = steps.flatMap { $0 }
    let question: [Block] =
      holdsBack
      ? [
        .paragraph(
          .strong(
            parts[part].predictions[revealed[part]] == nil
              ? "Think first; Enter shows the answer."
              : "Think first; = takes your number, Enter shows the answer."))
      ] : []
    page.lines = text.lines(Document(blocks + question))
    page.exhibits = parts[part].exhibits.filter { $0.step <= revealed[part] }.map { exhibit in
      let before = steps[..<exhibit.step].reduce(0) { $0 + $1.count }
      func lineCount(_ count: Int) -> Int {
        text.lines(Document(Array(blocks.prefix(before + count)))).count
      }
      let shown = steps[exhibit.step].matrices(in: exhibit.blocks)
      let start = lineCount(shown.lowerBound)
      return (exhibit, start..<max(start + 1, lineCount(shown.upperBound)))
    }
  }

  /// The matrix that the text in sight is about: the last one up to here, from an earlier part if
  /// this one has shown none yet.
  var currentExhibit: LessonExhibit? {
    if let here = exhibit(before: offset + page.height) { return here }
    for earlier in (0..<part).reversed() {
      if let last = parts[earlier].exhibits.last(where: { $0.step <= revealed[earlier] }) {
        return last
      }
    }
    return nil
  }

  /// The last matrix of this part that has come into sight before a line.
  private func exhibit(before end: Int) -> LessonExhibit? {
    page.exhibits.last { $0.lines.prefix(4).endIndex <= end }?.exhibit
  }

  /// Whether the question is in sight whose answer is held back.
  var isAsked: Bool { holdsBack && offset + page.height >= page.lines.count - 2 }

  /// The lines of the current matrix, when it should be in sight and the text does not show it.
  ///
  /// A matrix of an earlier part is not kept: it may be about something else by now.
  private mutating func keptMatrix(_ text: ScreenText, _ size: ScreenSize) -> [String] {
    let most = size.lines / 3
    guard keepsMatrix, most >= 7 else { return [] }
    page.height = size.lines - 2
    let seen = offset..<offset + page.height
    // The explanation of one cell shows no matrix; it is there that one wants to see it.
    guard let exhibit = exhibit(before: seen.upperBound - most),
      !page.exhibits.contains(where: { !$0.exhibit.isOneCell && $0.lines.isSeen(in: seen) }),
      let inspector = inspector(of: exhibit),
      let picture = inspector.picture(
        text, height: most - 1, showsAxes: true, marksCell: exhibit.isOneCell)
    else { return [] }
    let name = "\(exhibit.cell.stage)  (i looks at it closely, v hides it)"
    return [text.line(name, bold: true)] + picture.lines
  }
}

extension [Block] {
  /// The matrices among some blocks, from the first to the last; all of them when there is none.
  fileprivate func matrices(in blocks: Range<Int>) -> Range<Int> {
    let places = blocks.filter { place in
      guard indices.contains(place) else { return false }
      return switch self[place] {
      case .matrix, .panels: true
      default: false
      }
    }
    guard let first = places.first, let last = places.last else { return blocks }
    return first..<last + 1
  }
}

extension Range<Int> {
  /// Whether enough of the lines is in sight to read something.
  fileprivate func isSeen(in window: Range<Int>) -> Bool {
    clamped(to: window).count >= prefix(4).count
  }
}

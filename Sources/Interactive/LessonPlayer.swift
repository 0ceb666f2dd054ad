// SPDX-License-Identifier: MIT

import Display
import Lessons
import TerminalSession

/// What a reader of a lesson has done, for whoever keeps track of it.
public enum LessonEvent: Equatable, Sendable {
  /// A part came into sight; counted from 0.
  case opened(part: Int)
  /// An answer of a part was asked for; both are counted from 0.
  case revealed(part: Int, answer: Int)
  /// The last part was read to its end; told once.
  case finished
}

/// Shows a lesson part by part; answers wait until the reader asks for them.
///
/// What keys do stands in `LessonPlayer+Keys.swift`; how the page is laid out in `+Page.swift`.
public struct LessonPlayer: ScreenProgram {
  let parts: [LessonPart]
  var capabilities: Capabilities
  /// The part in sight, counted from 0.
  var part: Int
  /// For each part, how many of its answers are shown.
  var revealed: [Int]
  /// The first line of the part in sight.
  var offset = 0
  /// What is being typed after `/`, or as the answer to a question.
  var field: TextField?
  /// Whether an answer is being typed.
  var isPredicting = false
  var wanted = ""
  /// The part in lines, as of the last frame.
  var page = LessonLayout()
  var screen: ScreenState
  /// Whether the current matrix stays in sight below the text.
  var keepsMatrix = true
  /// The matrix last looked at closely or kept in sight, and the inspector that shows it.
  var exhibited: (exhibit: LessonExhibit, inspector: CellInspector)?
  /// The inspector while it covers the screen.
  var inspector: CellInspector?
  private var hasFinished = false
  let inspect: (LessonExhibit) -> CellInspector?
  let tell: (LessonEvent) -> Void

  /// Starts at a part.
  ///
  /// - Parameters:
  ///   - parts: The lesson; at least one part.
  ///   - start: The part to begin with, counted from 0.
  ///   - revealed: For each part, how many answers are shown from the beginning.
  ///   - hasMouse: Whether the mouse is captured from the beginning.
  ///   - capabilities: The screen.
  ///   - inspect: Opens a matrix of the lesson to be looked at closely.
  ///   - tell: Takes note of what the reader does.
  public init(
    _ parts: [LessonPart], start: Int = 0, revealed: [Int] = [], hasMouse: Bool = false,
    capabilities: Capabilities, inspect: @escaping (LessonExhibit) -> CellInspector? = { _ in nil },
    tell: @escaping (LessonEvent) -> Void = { _ in }
  ) {
    precondition(!parts.isEmpty, "a lesson has an opening at least")
    self.parts = parts
    self.capabilities = capabilities
    self.inspect = inspect
    self.tell = tell
    screen = ScreenState(hasMouse: hasMouse)
    part = max(0, min(parts.count - 1, start))
    self.revealed = parts.indices.map { index in
      max(0, min(parts[index].steps.count - 1, index < revealed.count ? revealed[index] : 0))
    }
    tell(.opened(part: part))
  }

  public mutating func learn(ambiguousWidth: Int) { capabilities.ambiguousWidth = ambiguousWidth }
}

// MARK: - Turning pages

extension LessonPlayer {
  /// Whether an answer in this part is still to be shown.
  var holdsBack: Bool { revealed[part] + 1 < parts[part].steps.count }

  var lastOffset: Int { max(0, page.lines.count - page.height) }

  mutating func open(_ number: Int) {
    guard parts.indices.contains(number) else {
      screen.message = number < 0 ? "this is the beginning" : "this is the end; q quits"
      return
    }
    turn(to: number)
  }

  mutating func turn(to number: Int, line: Int = 0) {
    let isNew = number != part
    part = number
    offset = line
    if isNew { tell(.opened(part: number)) }
  }

  mutating func scroll(by distance: Int) {
    offset = max(0, min(lastOffset, offset + distance))
  }

  /// Shows the next answer, with its beginning in sight; false when none is held back.
  mutating func reveal() -> Bool {
    guard holdsBack else { return false }
    // The sentence that asked for the key gives way to the answer.
    let end = page.lines.count - 2
    tell(.revealed(part: part, answer: revealed[part]))
    revealed[part] += 1
    // A kept matrix may take the lower third.
    offset = max(offset, end - page.height / 4)
    // The new length is known at the next frame, which keeps the offset inside the text.
    return true
  }

  mutating func goOn() {
    if offset < lastOffset {
      scroll(by: max(1, page.height - 1))
    } else if !reveal() {
      open(part + 1)
    }
  }

  /// Tells once that the end of the lesson is in sight.
  mutating func noteTheEnd() {
    guard !hasFinished, part == parts.count - 1, !holdsBack, offset >= lastOffset else { return }
    hasFinished = true
    tell(.finished)
  }
}

// SPDX-License-Identifier: MIT

import Display
import Lessons
import TerminalSession

/// From a lesson to the cells of its matrices, and back to the same place.
extension LessonPlayer {
  /// The inspector that stands on a matrix of the lesson.
  mutating func inspector(of exhibit: LessonExhibit) -> CellInspector? {
    if let exhibited, exhibited.exhibit == exhibit { return exhibited.inspector }
    guard let inspector = inspect(exhibit) else { return nil }
    exhibited = (exhibit, inspector)
    return inspector
  }

  mutating func inspectCurrent() {
    guard let exhibit = currentExhibit ?? page.exhibits.first?.exhibit else {
      screen.message = "no matrix has been shown yet; read on"
      return
    }
    enter(exhibit)
  }

  /// Looks closely at the matrix that was clicked, in the text or where it is kept in sight.
  mutating func inspectClicked(_ line: Int) {
    let place = offset + line - 1
    if let matrixLine = page.matrixLine, line >= matrixLine {
      inspectCurrent()
    } else if let found = page.exhibits.last(where: { $0.lines.contains(place) }) {
      enter(found.exhibit)
    }
  }

  private mutating func enter(_ exhibit: LessonExhibit) {
    guard var inside = inspector(of: exhibit) else {
      screen.message = "this matrix cannot be looked at closely"
      return
    }
    inside.screen.hasMouse = screen.hasMouse
    inside.capabilities = capabilities
    inside.screen.message =
      "arrows walk, Enter goes down; Backspace or q leads back to the lesson"
    inspector = inside
  }

  mutating func handleInside(_ key: Key) {
    guard var inside = inspector else { return }
    let goesOn = inside.handle(key)
    screen.hasMouse = inside.screen.hasMouse
    inspector = goesOn ? inside : nil
    if !goesOn {
      screen.message =
        inside.undone.isEmpty
        ? "back in the lesson" : "back in the lesson, which keeps its own numbers"
    }
  }
}

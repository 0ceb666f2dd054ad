// SPDX-License-Identifier: MIT

import Display
import Lessons
import TerminalSession

extension LessonPlayer {
  mutating func type(_ key: Key) {
    switch field?.handle(key) {
    case .entered(let text):
      field = nil
      if !text.isEmpty { wanted = text }
      if !wanted.isEmpty { search() }
    case .cancelled: field = nil
    case .typing, nil: break
    }
  }

  /// Goes to the next line that holds the wanted text, round the whole lesson.
  ///
  /// Answers that are held back stay so; what they hold is not found.
  private mutating func search() {
    var plain = page.source?.capabilities ?? capabilities
    plain.plain = true
    plain.hyperlinks = false
    for distance in 0...parts.count {
      let number = (part + distance) % parts.count
      let blocks = parts[number].steps[...revealed[number]].flatMap { $0 }
      let lines = render(Document(blocks), with: plain)
        .split(separator: "\n", omittingEmptySubsequences: false)
      let first = distance == 0 ? offset + 1 : 0
      let place = lines.indices.dropFirst(first).first {
        lines[$0].lowercased().contains(wanted.lowercased())
      }
      guard let place else { continue }
      turn(to: number, line: place)
      screen.message = "found '\(wanted)'"
      return
    }
    screen.message = "'\(wanted)' is not found"
  }
}

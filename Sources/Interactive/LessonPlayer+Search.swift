// SPDX-License-Identifier: MIT

import Display
import Lessons
import TerminalSession

extension LessonPlayer {
  mutating func type(_ key: Key) {
    switch field?.handle(key) {
    case .entered(let text):
      field = nil
      if isPredicting {
        isPredicting = false
        return judge(text)
      }
      if !text.isEmpty { wanted = text }
      if !wanted.isEmpty { search() }
    case .cancelled: (field, isPredicting) = (nil, false)
    case .typing, nil: break
    }
  }

  /// The number that the question in sight asks for.
  var prediction: LessonPrediction? { isAsked ? parts[part].predictions[revealed[part]] : nil }

  /// Opens a field for the reader's number.
  mutating func predict() {
    guard prediction != nil else {
      screen.message = "no question here asks for a number"
      return
    }
    (field, isPredicting) = (TextField(), true)
  }

  private mutating func judge(_ text: String) {
    guard let judged = prediction?.verdict(on: text) else {
      screen.message = text.isEmpty ? nil : "'\(text)' is no number"
      return
    }
    screen.message = judged.sentence
    if judged.isRight { _ = reveal() }
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

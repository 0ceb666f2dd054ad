// SPDX-License-Identifier: MIT

import Display
import Lessons
import TerminalSession

/// Reads a lesson aloud, step by step: each step is appended, and nothing is painted over.
///
/// It ends and begins where `LessonPlayer` does, asks the same questions, and tells the same events.
public struct SpokenLesson: LineProgram {
  let parts: [LessonPart]
  let capabilities: Capabilities
  /// All steps of all parts, in their order.
  private let steps: [(part: Int, step: Int)]
  /// The step said last.
  private(set) var place: Int
  /// The steps that have been said.
  private var heard: Set<Int> = []
  private var wanted = ""
  /// The inspector while somebody walks over the cells of a matrix.
  private var inspector: SpokenInspector?
  private var hasFinished = false
  private let inspect: (LessonExhibit) -> CellInspector?
  private let tell: (LessonEvent) -> Void

  /// Starts at a part.
  ///
  /// - Parameters:
  ///   - parts: The lesson; at least one part.
  ///   - start: The part to begin with, counted from 0.
  ///   - capabilities: What the output may hold.
  ///   - inspect: Opens a matrix of the lesson to be looked at closely.
  ///   - tell: Takes note of what the reader does.
  public init(
    _ parts: [LessonPart], start: Int = 0, capabilities: Capabilities,
    inspect: @escaping (LessonExhibit) -> CellInspector? = { _ in nil },
    tell: @escaping (LessonEvent) -> Void = { _ in }
  ) {
    precondition(!parts.isEmpty, "a lesson has an opening at least")
    self.parts = parts
    self.capabilities = capabilities
    self.inspect = inspect
    self.tell = tell
    steps = parts.indices.flatMap { part in
      parts[part].steps.indices.map { (part: part, step: $0) }
    }
    place = steps.firstIndex { $0.part == max(0, min(parts.count - 1, start)) } ?? 0
  }

  public mutating func opening() -> String {
    tell(.opened(part: steps[place].part))
    return said("This lesson has \(parts.count) parts. What you type ends with Enter.") + current()
  }

  public mutating func answer(to line: String) -> String? {
    if var inside = inspector {
      let answer = inside.answer(to: line)
      inspector = answer == nil ? nil : inside
      return answer ?? said("Back in the lesson.") + invitation
    }
    let words = line.trimmed
    if let judged = prediction?.verdict(on: words) {
      return judged.isRight
        ? said(judged.sentence) + step(by: 1) : said(judged.sentence) + invitation
    }
    switch words {
    case "", "n": return step(by: 1)
    case "b", "p": return step(by: -1)
    case "r": return current()
    case "c": return contents
    case "i": return look()
    case "?": return said(Self.help) + invitation
    case "q": return nil
    default:
      if words.hasPrefix("/") { return search(String(words.dropFirst())) }
      if let number = Int(words) { return go(toPart: number) }
      return said("'\(words)' means nothing here.") + invitation
    }
  }

  static let help = """
    Enter or n: the next step. b: the step before. r: this step again. c: the list of parts. \
    A number: the part of that number, or your answer where a question wants a number. / and a word: search; / alone searches again. \
    i: look at the last matrix cell by cell. q or Ctrl-D: quit. ?: these commands.
    """
}

// MARK: - Steps

extension SpokenLesson {
  /// The number that the step said last asks for.
  private var prediction: LessonPrediction? {
    let (part, step) = steps[place]
    return step + 1 < parts[part].steps.count ? parts[part].predictions[step] : nil
  }

  private mutating func step(by distance: Int) -> String {
    guard steps.indices.contains(place + distance) else {
      return said(distance < 0 ? "This is the beginning." : "This is the end; q quits.")
        + invitation
    }
    return go(to: place + distance)
  }

  private mutating func go(to next: Int) -> String {
    let (from, to) = (steps[place], steps[next])
    place = next
    if from.part != to.part { tell(.opened(part: to.part)) }
    if to.step > 0, to.part == from.part, to.step > from.step {
      tell(.revealed(part: to.part, answer: to.step - 1))
    }
    if place == steps.count - 1, !hasFinished {
      hasFinished = true
      tell(.finished)
    }
    return current()
  }

  private mutating func go(toPart number: Int) -> String {
    guard let first = steps.firstIndex(where: { $0.part == number - 1 && $0.step == 0 }) else {
      return said("There is no part \(number); they count from 1 to \(parts.count).") + invitation
    }
    return go(to: first)
  }

  /// The step in words, and what can be typed.
  private mutating func current() -> String {
    heard.insert(place)
    let (part, step) = steps[place]
    let count = parts[part].steps.count
    let position = count > 1 ? ", step \(step + 1) of \(count)" : ""
    return said("Part \(part + 1) of \(parts.count)\(position).")
      + render(Document(parts[part].steps[step]), with: capabilities) + "\n" + invitation
  }

  /// The sentence that ends everything that is said.
  private var invitation: String {
    let (part, step) = steps[place]
    let isQuestion = step + 1 < parts[part].steps.count
    let next =
      place == steps.count - 1
      ? "This is the end. Type q to quit"
      : isQuestion
        ? (prediction == nil ? "Think first. Press" : "Think first. Type your number, or press")
          + " Enter for the answer" : "Press Enter for the next step"
    return said("\(next), b back, ? help.")
  }

  private func said(_ sentence: String) -> String {
    render(Document([.paragraph(Text(sentence))]), with: capabilities)
  }

  private var contents: String {
    let titles = parts.enumerated().map { index, part in
      Block.paragraph(Text("Part \(index + 1): \(part.title)"))
    }
    return render(Document(titles), with: capabilities) + invitation
  }
}

// MARK: - Looking and searching

extension SpokenLesson {
  private mutating func look() -> String {
    let (part, step) = steps[place]
    let exhibit =
      parts[part].exhibits.last { $0.step <= step }
      ?? parts[..<part].reversed().lazy.compactMap(\.exhibits.last).first
    guard let exhibit, let opened = inspect(exhibit) else {
      return said("No matrix has been shown yet.") + invitation
    }
    var spoken = SpokenInspector(opened)
    let words = spoken.opening()
    inspector = spoken
    return words
  }

  /// Goes to the next step that holds the wanted text; answers not yet asked for are passed over.
  private mutating func search(_ text: String) -> String {
    if !text.trimmed.isEmpty { wanted = text.trimmed }
    guard !wanted.isEmpty else { return said("Type / and what to search for.") + invitation }
    let order = (1...steps.count).map { (place + $0) % steps.count }
    let found = order.first { index in
      let (part, step) = steps[index]
      guard step == 0 || heard.contains(index) else { return false }
      return render(Document(parts[part].steps[step]), with: capabilities).lowercased()
        .contains(wanted.lowercased())
    }
    guard let found else { return said("'\(wanted)' is not found.") + invitation }
    return go(to: found)
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmed: String {
    let kept = drop { $0.isWhitespace }
    return String(kept.prefix(kept.count - kept.reversed().prefix { $0.isWhitespace }.count))
  }
}

// SPDX-License-Identifier: MIT

import Display
import Lessons
import TerminalSession

/// Shows a lesson part by part; answers wait until the reader asks for them.
public struct LessonPlayer: ScreenProgram {
  let parts: [LessonPart]
  let capabilities: Capabilities
  /// The part in sight, counted from 0.
  private(set) var part: Int
  /// For each part, how many of its answers are shown.
  private(set) var revealed: [Int]
  /// The first line of the part in sight.
  private(set) var offset = 0
  private var showsHelp = false
  private var message: String?
  /// What is being typed after `/`.
  private var typed: String?
  private var wanted = ""
  /// The lines of the part, the room for them and their width at the last frame.
  private var page = (lines: [String](), height: 1, width: 80)

  /// Starts at a part.
  ///
  /// - Parameters:
  ///   - parts: The lesson; at least one part.
  ///   - start: The part to begin with, counted from 0.
  ///   - capabilities: The screen.
  public init(_ parts: [LessonPart], start: Int = 0, capabilities: Capabilities) {
    precondition(!parts.isEmpty, "a lesson has an opening at least")
    self.parts = parts
    self.capabilities = capabilities
    part = max(0, min(parts.count - 1, start))
    revealed = parts.map { _ in 0 }
  }

  public mutating func handle(_ key: Key) -> Bool {
    message = nil
    if typed != nil {
      type(key)
      return true
    }
    if showsHelp {
      showsHelp = false
      return key != .character("q")
    }
    switch key {
    case .character("q"): return false
    case .character("?"): showsHelp = true
    case .character("/"): typed = ""
    case .character("n"), .right: open(part + 1)
    case .character("p"), .left: open(part - 1)
    case .enter: if !reveal() { message = "there is no answer to show; n goes on" }
    case .character(" "), .pageDown: goOn()
    case .pageUp, .character("b"): scroll(by: -max(1, page.height - 1))
    case .up, .character("k"): scroll(by: -1)
    case .down, .character("j"): scroll(by: 1)
    case .home, .character("g"): offset = 0
    case .end, .character("G"): offset = lastOffset
    default: break
    }
    return true
  }

  public mutating func frame(_ size: ScreenSize) -> Frame {
    guard size.isUsable else { return size.request }
    let text = ScreenText(capabilities, size)
    let height = size.lines - 2
    if showsHelp {
      let lines = text.lines(Self.help.document).prefix(size.lines - 1)
      return Frame(
        lines + Array(repeating: "", count: size.lines - 1 - lines.count)
          + [text.line("any key goes back, q quits")])
    }
    page = (lines(text), height, size.columns)
    offset = max(0, min(offset, lastOffset))
    var lines = Array(page.lines.dropFirst(offset).prefix(height))
    lines += Array(repeating: "", count: height - lines.count)
    let heading = text.line("\(part + 1)/\(parts.count)  \(parts[part].title)", reverse: true)
    var footer = text.line(footing(narrow: size.columns < 66), bold: message != nil)
    var cursor: (line: Int, column: Int)?
    if let typed {
      footer = text.line("/" + typed)
      cursor = (size.lines - 1, min(size.columns - 1, text.width(footer)))
    }
    return Frame([heading] + lines + [footer], cursor: cursor)
  }

  static let help = KeyHelp(
    title: "Keys",
    keys: [
      ("n, right", "the next part"), ("p, left", "the part before"),
      ("Space PgDn", "a page on; then the answer; then the next part"),
      ("Enter", "shows the answer that is held back"),
      ("PgUp b", "a page back"), ("down j, up k", "a line"),
      ("g Home, G End", "the beginning, the end of this part"),
      ("/", "search; / and Enter searches again"), ("Ctrl-Z", "pause; fg goes on"),
      ("?", "these keys"), ("q, Ctrl-C", "quit"),
    ])

  private func footing(narrow: Bool) -> String {
    if let message { return message }
    let rest = max(0, page.lines.count - offset - page.height)
    let more = rest > 0 ? "\(rest) more lines  " : ""
    if narrow { return more + "? help  q quit" }
    return more + (holdsBack ? "Enter answer  " : "") + "Space on  n next  p back  ? help  q quit"
  }
}

// MARK: - Turning pages

extension LessonPlayer {
  /// Whether an answer in this part is still to be shown.
  private var holdsBack: Bool { revealed[part] + 1 < parts[part].steps.count }

  private var lastOffset: Int { max(0, page.lines.count - page.height) }

  private func lines(_ text: ScreenText) -> [String] {
    var blocks = parts[part].steps[...revealed[part]].flatMap { $0 }
    if holdsBack {
      blocks.append(.paragraph(.strong("Think first; Enter shows the answer.")))
    }
    return text.lines(Document(blocks))
  }

  private mutating func open(_ number: Int) {
    guard parts.indices.contains(number) else {
      message = number < 0 ? "this is the beginning" : "this is the end; q quits"
      return
    }
    part = number
    offset = 0
  }

  private mutating func scroll(by distance: Int) {
    offset = max(0, min(lastOffset, offset + distance))
  }

  /// Shows the next answer, with its beginning in sight; false when none is held back.
  private mutating func reveal() -> Bool {
    guard holdsBack else { return false }
    // The sentence that asked for the key gives way to the answer.
    let end = page.lines.count - 2
    revealed[part] += 1
    offset = max(offset, end - page.height / 2)
    // The new length is known at the next frame, which keeps the offset inside the text.
    return true
  }

  private mutating func goOn() {
    if offset < lastOffset {
      scroll(by: max(1, page.height - 1))
    } else if !reveal() {
      open(part + 1)
    }
  }
}

// MARK: - Searching

extension LessonPlayer {
  private mutating func type(_ key: Key) {
    switch key {
    case .character(let character): typed?.append(character)
    case .backspace: if typed?.popLast() == nil { typed = nil }
    case .escape: typed = nil
    case .enter:
      if let typed, !typed.isEmpty { wanted = typed }
      typed = nil
      if !wanted.isEmpty { search() }
    default: break
    }
  }

  /// Goes to the next line that holds the wanted text, round the whole lesson.
  ///
  /// Answers that are held back stay so; what they hold is not found.
  private mutating func search() {
    var plain = capabilities
    plain.width = page.width
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
      part = number
      offset = place
      message = "found '\(wanted)'"
      return
    }
    message = "'\(wanted)' is not found"
  }
}

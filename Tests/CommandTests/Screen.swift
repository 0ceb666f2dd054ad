// SPDX-License-Identifier: MIT

import Display

/// A small terminal: interprets what a program writes, and knows what is on the screen.
///
/// It understands what `attn` writes; anything else is kept in `unknown`, and a test fails.
struct Screen {
  private(set) var columns: Int
  private(set) var rows: Int
  private(set) var isAlternate = false
  private(set) var showsCursor = true
  private(set) var wraps = true
  private(set) var pastesInBrackets = false
  private(set) var isInFrame = false
  /// The number of frames that were begun and ended.
  private(set) var frames = 0
  /// Control sequences that no part of `attn` should write.
  private(set) var unknown: [String] = []
  private(set) var line = 0
  private(set) var column = 0
  private(set) var isPlainStyle = true
  /// Whether the mouse is captured.
  private(set) var hasMouse = false
  /// The texts that were handed to the clipboard, in base64.
  private(set) var clipboard: [String] = []
  /// What the terminal answers to questions.
  var replies = ""
  /// The cells of a character of ambiguous width.
  var ambiguousWidth = 1
  private var main: [[Character]]
  private var alternate: [[Character]]
  private var saved = (line: 0, column: 0)
  private var pending: [UInt8] = []

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    main = Self.blank(columns, rows)
    alternate = main
  }

  private static func blank(_ columns: Int, _ rows: Int) -> [[Character]] {
    Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  /// The lines in sight without blanks at their ends; the second cell of a wide character is empty.
  var lines: [String] {
    (isAlternate ? alternate : main).map { cells in
      var text = String(cells.filter { $0 != "\0" })
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  /// All that is in sight.
  var text: String { lines.joined(separator: "\n") }

  /// The characters in sight of one line, cell by cell.
  func cells(_ line: Int) -> [Character] { (isAlternate ? alternate : main)[line] }

  mutating func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    func fitted(_ old: [[Character]]) -> [[Character]] {
      var new = Self.blank(columns, rows)
      for row in 0..<min(rows, old.count) {
        for place in 0..<min(columns, old[row].count) { new[row][place] = old[row][place] }
      }
      return new
    }
    main = fitted(main)
    alternate = fitted(alternate)
    line = min(line, rows - 1)
    column = min(column, columns - 1)
  }

  /// Interprets some more bytes; what is incomplete waits for the next.
  mutating func feed(_ bytes: some Sequence<UInt8>) {
    pending += bytes
    var place = 0
    while place < pending.count, let length = take(at: place) { place += length }
    pending.removeFirst(place)
  }

  private mutating func take(at place: Int) -> Int? {
    switch pending[place] {
    case 0x1b: return escape(at: place)
    case 0x0d: column = 0
    case 0x0a: lineFeed()
    case 0x07: break
    case 0x08: column = max(0, column - 1)
    case 0x00..<0x20, 0x7f: unknown.append("control \(pending[place])")
    default: return print(at: place)
    }
    return 1
  }

  private mutating func lineFeed() {
    guard line == rows - 1 else {
      line += 1
      return
    }
    edit { cells, _, columns in
      cells.removeFirst()
      cells.append(Array(repeating: " ", count: columns))
    }
  }

  private mutating func edit(_ change: (inout [[Character]], Int, Int) -> Void) {
    if isAlternate { change(&alternate, line, columns) } else { change(&main, line, columns) }
  }

  private mutating func print(at place: Int) -> Int? {
    let lead = pending[place]
    let length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    guard place + length <= pending.count else { return nil }
    let character = Character(String(decoding: pending[place..<place + length], as: UTF8.self))
    let width = CellMetrics(ambiguousWidth: ambiguousWidth).width(of: character)
    guard width > 0 else { return length }
    if column + width > columns {
      guard wraps else { return length }
      column = 0
      lineFeed()
    }
    let start = column
    edit { cells, line, _ in
      cells[line][start] = character
      if width == 2 { cells[line][start + 1] = "\0" }
    }
    column += width
    return length
  }

  // MARK: - Control sequences

  private mutating func escape(at place: Int) -> Int? {
    guard place + 1 < pending.count else { return nil }
    guard pending[place + 1] == UInt8(ascii: "[") else {
      if pending[place + 1] == UInt8(ascii: "]") {
        guard let end = pending[place...].firstIndex(of: 0x5c) else { return nil }
        let text = String(decoding: pending[(place + 2)..<(end - 1)], as: UTF8.self)
        if text.hasPrefix("52;c;") { clipboard.append(String(text.dropFirst(5))) }
        return end - place + 1
      }
      unknown.append("ESC \(pending[place + 1])")
      return 2
    }
    guard let end = pending[(place + 2)...].firstIndex(where: { (0x40...0x7e).contains($0) })
    else { return nil }
    let parameters = String(decoding: pending[(place + 2)..<end], as: UTF8.self)
    control(parameters, Character(Unicode.Scalar(pending[end])))
    return end - place + 1
  }

  private mutating func control(_ parameters: String, _ final: Character) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    func number(_ index: Int, _ fallback: Int) -> Int {
      index < numbers.count ? numbers[index] ?? fallback : fallback
    }
    switch final {
    case "m": isPlainStyle = parameters.isEmpty || parameters == "0"
    case "H":
      line = min(rows, number(0, 1)) - 1
      column = min(columns, number(1, 1)) - 1
    case "G": column = min(columns, number(0, 1)) - 1
    case "K" where number(0, 0) == 0:
      let start = min(column, columns - 1)
      edit { cells, line, columns in
        for cell in start..<columns { cells[line][cell] = " " }
      }
    case "h", "l": mode(parameters, final == "h")
    case "u" where parameters == "<": break
    case "n" where parameters == "6": replies += "\u{1b}[\(line + 1);\(column + 1)R"
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func mode(_ parameters: String, _ isOn: Bool) {
    switch parameters {
    case "?1049":
      if isOn && !isAlternate {
        saved = (line, column)
        alternate = Self.blank(columns, rows)
      } else if !isOn && isAlternate {
        (line, column) = saved
      }
      isAlternate = isOn
    case "?25": showsCursor = isOn
    case "?7": wraps = isOn
    case "?2004": pastesInBrackets = isOn
    case "?2026":
      if isInFrame && !isOn { frames += 1 }
      isInFrame = isOn
    case "?1002": hasMouse = isOn
    case "?1000", "?1003": if isOn { unknown.append("mouse \(parameters)") }
    case "?1006": break
    default: unknown.append("mode \(parameters)")
    }
  }
}

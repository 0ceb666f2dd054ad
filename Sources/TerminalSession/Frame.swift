// SPDX-License-Identifier: MIT

/// The cells of a screen.
public struct ScreenSize: Hashable, Sendable {
  public var columns: Int
  public var lines: Int

  public init(columns: Int, lines: Int) {
    self.columns = columns
    self.lines = lines
  }
}

/// What a whole screen shows at one moment.
public struct Frame: Equatable, Sendable {
  /// The lines from the top, fit to be written, none wider than the screen.
  public var lines: [String]
  /// Where the cursor stands, counted from 0; hidden when `nil`.
  public var cursor: (line: Int, column: Int)? {
    get { cursorLine.map { ($0, cursorColumn) } }
    set {
      cursorLine = newValue?.line
      cursorColumn = newValue?.column ?? 0
    }
  }
  private var cursorLine: Int?
  private var cursorColumn = 0
  /// Whether clicks and the wheel of the mouse come as keys; the terminal then selects no text.
  public var wantsMouse = false
  /// A text for the clipboard, handed over once, with this frame.
  public var clipboard: String?

  public init(_ lines: [String], cursor: (line: Int, column: Int)? = nil) {
    self.lines = lines
    self.cursor = cursor
  }
}

/// Remembers what the screen shows, and writes only what differs.
struct FramePainter {
  private var shown: [String]?
  private var hasMouse = false

  /// Makes the next frame repaint everything.
  mutating func forget() {
    shown = nil
    hasMouse = false
  }

  /// Returns the bytes that bring the screen to a frame, to be written at once.
  ///
  /// A line is erased before it is written: after a line as wide as the screen the cursor stands
  /// on the last cell, and erasing from there would take it away.
  mutating func bytes(for frame: Frame, size: ScreenSize) -> String {
    var lines = Array(frame.lines.prefix(size.lines))
    lines += Array(repeating: "", count: size.lines - lines.count)
    var output = "\u{1b}[?2026h\u{1b}[?25l"
    if frame.wantsMouse != hasMouse {
      output += frame.wantsMouse ? Self.mouseOn : Self.mouseOff
      hasMouse = frame.wantsMouse
    }
    if let text = frame.clipboard { output += Self.clipboard(text) }
    for (index, line) in lines.enumerated() {
      if let shown, index < shown.count, shown[index] == line { continue }
      output += "\u{1b}[\(index + 1);1H\u{1b}[K\(line)"
    }
    if let cursor = frame.cursor, cursor.line < size.lines, cursor.column < size.columns {
      output += "\u{1b}[\(cursor.line + 1);\(cursor.column + 1)H\u{1b}[?25h"
    }
    shown = lines
    return output + "\u{1b}[?2026l"
  }

  /// Buttons and the wheel, with coordinates as numbers.
  private static let mouseOn = "\u{1b}[?1002h\u{1b}[?1006h"
  private static let mouseOff = "\u{1b}[?1006l\u{1b}[?1002l"

  /// The sequence that hands a text to the clipboard (OSC 52); terminals may ignore it.
  private static func clipboard(_ text: String) -> String {
    "\u{1b}]52;c;" + base64(text.utf8) + "\u{1b}\\"
  }
}

/// Bytes as letters, digits, `+` and `/`, padded with `=` (RFC 4648, section 4).
func base64(_ bytes: some Collection<UInt8>) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  var rest = Array(bytes)[...]
  while !rest.isEmpty {
    let group = rest.prefix(3)
    let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for place in 0..<4 {
      text.append(
        place <= group.count ? alphabet[number >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
    }
    rest = rest.dropFirst(3)
  }
  return String(decoding: text, as: UTF8.self)
}

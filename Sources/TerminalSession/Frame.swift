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

  public init(_ lines: [String], cursor: (line: Int, column: Int)? = nil) {
    self.lines = lines
    self.cursor = cursor
  }
}

/// Remembers what the screen shows, and writes only what differs.
struct FramePainter {
  private var shown: [String]?

  /// Makes the next frame repaint everything.
  mutating func forget() { shown = nil }

  /// Returns the bytes that bring the screen to a frame, to be written at once.
  ///
  /// A line is erased before it is written: after a line as wide as the screen the cursor stands
  /// on the last cell, and erasing from there would take it away.
  mutating func bytes(for frame: Frame, size: ScreenSize) -> String {
    var lines = Array(frame.lines.prefix(size.lines))
    lines += Array(repeating: "", count: size.lines - lines.count)
    var output = "\u{1b}[?2026h\u{1b}[?25l"
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
}

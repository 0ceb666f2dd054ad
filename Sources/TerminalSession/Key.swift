// SPDX-License-Identifier: MIT

/// What somebody pressed, whichever of its spellings the terminal sent.
public enum Key: Hashable, Sendable {
  /// A character that can be seen, or a blank.
  case character(Character)
  /// A letter together with the control key, in lower case.
  case control(Character)
  case enter, tab, backTab, backspace, escape
  case up, down, left, right
  case home, end, pageUp, pageDown
  case insert, delete
  /// The first button of the mouse over a cell of the screen, counted from 0; only when asked for.
  case click(line: Int, column: Int)
  case wheelUp, wheelDown
}

// SPDX-License-Identifier: MIT

import Display
import TerminalSession

/// What keys do in one place of the program: read by whoever handles a key, and by the help.
///
/// A key is handled because it stands in the table, and the help prints the table, so there is no
/// key that the help keeps silent about.
struct KeyTable<Action: Sendable>: Sendable {
  /// Some keys that belong together, and what they do in words.
  struct Row: Sendable {
    /// The keys as the help writes them.
    let spelling: String
    let meaning: String
    let actions: [(key: Key, action: Action)]
  }

  let title: String
  let rows: [Row]
  private let actions: [Key: Action]

  init(_ title: String, _ rows: [Row]) {
    self.title = title
    self.rows = rows
    actions = Dictionary(
      rows.flatMap { $0.actions.map { ($0.key, $0.action) } },
      uniquingKeysWith: { first, _ in preconditionFailure("\(first) shares its key") })
  }

  /// What a key does.
  subscript(key: Key) -> Action? { actions[key] }

  /// The table, for people.
  var document: Document {
    Document([
      .heading(level: 2, Text(title)),
      .table(
        Table(
          header: ["key", "does"], rows: rows.map { [Text($0.spelling), Text($0.meaning)] },
          alignments: [.left, .left])),
    ])
  }
}

extension KeyTable.Row {
  /// Keys that all do the same; they are spelled as they are called.
  init(_ action: Action, _ keys: Key..., does meaning: String) {
    spelling = keys.map(\.name).joined(separator: " ")
    self.meaning = meaning
    actions = keys.map { ($0, action) }
  }

  /// Keys that do several things of one kind.
  init(_ spelling: String, _ actions: [(Key, Action)], does meaning: String) {
    self.spelling = spelling
    self.meaning = meaning
    self.actions = actions.map { (key: $0.0, action: $0.1) }
  }

  /// Keys that are handled before a program sees them.
  init(note spelling: String, does meaning: String) {
    self.init(spelling, [], does: meaning)
  }
}

/// What every program on the whole screen does in the same way.
protocol ScreenAction: Sendable {
  static var help: Self { get }
  static var mouse: Self { get }
  static var quit: Self { get }
}

extension KeyTable.Row where Action: ScreenAction {
  /// The rows at the end of every table.
  static var common: [Self] {
    [
      Self(.mouse, .character("m"), does: "the mouse on or off; off, it selects text as always"),
      Self(note: "Ctrl-L, Ctrl-Z", does: "paint anew; pause, and fg goes on"),
      Self(.help, .character("?"), does: "these keys"),
      Self("q Ctrl-C", [(.character("q"), .quit)], does: "quit"),
    ]
  }
}

extension Key {
  /// What people call the key.
  var name: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let letter): "Ctrl-\(letter.uppercased())"
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .escape: "Esc"
    case .up: "up"
    case .down: "down"
    case .left: "left"
    case .right: "right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .insert: "Ins"
    case .delete: "Del"
    case .click: "click"
    case .wheelUp: "wheel up"
    case .wheelDown: "wheel down"
    }
  }
}

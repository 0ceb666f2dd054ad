// SPDX-License-Identifier: MIT

import TerminalSession

/// The ways in which a Swift program stops without unwinding.
enum Trap: String {
  case index, overflow, precondition, stack

  /// Stops the program; every case looks like a slip that a person could have made.
  func spring() {
    switch self {
    case .index: print(CommandLine.arguments[CommandLine.arguments.count + 1])
    case .overflow: print(Int.max - 1 + CommandLine.arguments.count)
    case .precondition: preconditionFailure("this program traps on purpose")
    case .stack: print(Self.deeper(CommandLine.arguments.count))
    }
  }

  private static func deeper(_ depth: Int) -> Int {
    depth == .max ? depth : deeper(depth + 1) ^ depth
  }
}

/// A program on the whole screen that traps when `X` is pressed.
struct TrappingProgram<Base: ScreenProgram>: ScreenProgram {
  var base: Base
  let trap: Trap

  mutating func frame(_ size: ScreenSize) -> Frame { base.frame(size) }

  mutating func handle(_ key: Key) -> Bool {
    if key == .character("X") { trap.spring() }
    return base.handle(key)
  }
}

/// A talk that traps when `X` is typed.
struct TrappingTalk<Base: LineProgram>: LineProgram {
  var base: Base
  let trap: Trap

  mutating func opening() -> String { base.opening() }

  mutating func answer(to line: String) -> String? {
    if line == "X" { trap.spring() }
    return base.answer(to: line)
  }
}

// SPDX-License-Identifier: MIT

import Display
import Interactive
import Lessons
import ProblemFiles
import TerminalSession

/// The programs of `Interactive` as the command runs them, but they can be made to trap.
///
/// `attn-trap explorer|player|talk index|overflow|precondition|stack`; only the tests use it.
@main enum TrapProgram {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 4, let trap = Trap(rawValue: words[3]) else {
      preconditionFailure("expected a course, a program and a trap")
    }
    let catalog = try LessonCatalog(home: words[1])
    let lesson = try LessonPage(catalog.name(of: "4"), in: catalog)
    let capabilities = Capabilities(colorDepth: .palette256)
    switch words[2] {
    case "explorer":
      guard let inspector = CellInspector(lesson.trace, capabilities: capabilities) else { return }
      var program = TrappingProgram(base: inspector, trap: trap)
      _ = try TerminalSession.run(&program)
    case "player":
      let player = LessonPlayer(try lesson.parts(), capabilities: capabilities)
      var program = TrappingProgram(base: player, trap: trap)
      _ = try TerminalSession.run(&program)
    default:
      let lesson = SpokenLesson(
        try lesson.parts(includesPictures: false), capabilities: Capabilities(accessible: true))
      var program = TrappingTalk(base: lesson, trap: trap)
      LineSession.run(&program)
    }
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import ProblemFiles
import TerminalSession
import Testing

@testable import Interactive

/// What is said to whoever listens: appended lines, without an escape or a picture.
@Suite struct SpokenTests {
  private let capabilities = Capabilities(accessible: true)

  private func inspector(_ cell: String) throws -> SpokenInspector {
    let file = try ProblemFile(path: CellInspectorTests.lesson)
    return SpokenInspector(
      try #require(
        CellInspector(
          file.trace(), problem: file.problem, start: CellAddress(cell),
          capabilities: capabilities)))
  }

  private func say(_ line: String, _ program: inout some LineProgram) -> String {
    program.answer(to: line) ?? "the end"
  }

  private func isSpoken(_ text: String) -> Bool {
    text.hasSuffix("\n")
      && text.unicodeScalars.allSatisfy { scalar in
        scalar == "\n"
          || (scalar.value >= 0x20 && !(0x2500...0x259f).contains(scalar.value))
      }
  }

  @Test func `a lesson is said step by step, answers only when they are asked for`() {
    var lesson = SpokenLesson(LessonPlayerTests.parts, capabilities: capabilities)
    let opening = lesson.opening()
    #expect(opening.contains("3 parts") && opening.contains("The beginning."))
    #expect(opening.contains("Press Enter for the next step, b back, ? help."))
    let question = say("", &lesson)
    #expect(question.contains("Part 2 of 3, step 1 of 3.") && question.contains("First question?"))
    #expect(question.contains("Press Enter for the answer") && !question.contains("First answer."))
    let answer = say(" ", &lesson)
    #expect(answer.contains("First answer.") && !answer.contains("First question?"))
    #expect(say("b", &lesson).contains("First question?"))
    #expect(say("r", &lesson).contains("First question?"))
    #expect(say("c", &lesson).contains("Part 3: 2. Long"))
    #expect(say("3", &lesson).contains("Line number 40."))
    #expect(say("", &lesson).contains("This is the end"))
    #expect(say("9", &lesson).contains("no part 9"))
    #expect(say("/number 7", &lesson).contains("Line number 7."))
    #expect(say("/second answer", &lesson).contains("is not found"))
    #expect(say("/the BEGINNING", &lesson).contains("Part 1 of 3."))
    #expect(say("b", &lesson).contains("This is the beginning."))
    #expect(say("xyzzy", &lesson).contains("'xyzzy' means nothing here."))
    #expect(say("i", &lesson).contains("No matrix has been shown yet."))
    let help = say("?", &lesson)
    for word in ["Enter", " b:", " r:", " c:", "/", " i:", " q", "?:"] {
      #expect(help.contains(word), "\(word)")
    }
    for text in [opening, question, answer, help] { #expect(isSpoken(text), "\(text)") }
    let end = lesson.answer(to: "q")
    #expect(end == nil)
  }

  @Test func `a number that is said is judged where a question wants one`() {
    var lesson = SpokenLesson(LessonPlayerTests.asking, capabilities: capabilities)
    #expect(lesson.opening().contains("Type your number, or press Enter for the answer"))
    let wrong = say("0.6", &lesson)
    #expect(wrong.contains("give 2 decimals") && !wrong.contains("Just so."))
    let right = say("0.58", &lesson)
    #expect(right.contains("0.58 is right.") && right.contains("Just so."))
    // Behind the answer a number leads to a part again.
    #expect(say("1", &lesson).contains("How much?"))
  }

  @Test func `a lesson tells what its reader does`() {
    final class Told { var events: [LessonEvent] = [] }
    let told = Told()
    var lesson = SpokenLesson(
      LessonPlayerTests.parts, capabilities: capabilities, tell: { told.events.append($0) })
    _ = lesson.opening()
    for _ in 0..<4 { _ = lesson.answer(to: "") }
    #expect(
      told.events == [
        .opened(part: 0), .opened(part: 1), .revealed(part: 1, answer: 0),
        .revealed(part: 1, answer: 1), .opened(part: 2), .finished,
      ])
  }

  @Test func `the inspector walks down to the inputs and back in lines`() throws {
    var spoken = try inspector("output[2,3]")
    let opening = spoken.opening()
    #expect(opening.contains("output[2,3] = "))
    var depth = 0
    while spoken.inspector.explanation?.operands.isEmpty == false {
      let answer = say("1", &spoken)
      #expect(answer.contains("\(spoken.inspector.address) = "))
      #expect(isSpoken(answer), "\(answer)")
      depth += 1
      #expect(depth < 20)
    }
    #expect(spoken.inspector.address.stage == .input)
    for _ in 0..<depth { _ = spoken.answer(to: "b") }
    #expect(spoken.inspector.address == CellAddress(.output, [2, 3]))
    #expect(say("b", &spoken).contains("This is where you began"))
  }

  @Test func `operands beyond the ninth have numbers too`() throws {
    var spoken = try inspector("query[0,3,0]")
    _ = spoken.answer(to: "12")
    #expect(spoken.inspector.address == CellAddress(.queryProjection, [5, 0]))
    #expect(say("1", &spoken).contains("was given"))
  }

  @Test func `Enter reads on cell by cell, row by row, and stops at the end`() throws {
    var spoken = try inspector("weights[1,0,0]")
    for place in 1..<25 {
      _ = spoken.answer(to: "")
      #expect(spoken.inspector.address == CellAddress(.weights, [1, place / 5, place % 5]))
    }
    let end = say("", &spoken)
    #expect(end.contains("last cell of the matrix"))
    #expect(spoken.inspector.address == CellAddress(.weights, [1, 4, 4]))
    #expect(say("l", &spoken).contains("the edge of the matrix"))
  }

  @Test func `rows, matrices, names and what if`() throws {
    var spoken = try inspector("weights[0,3,1]")
    let row = say("row", &spoken)
    #expect(row.contains("\"its\"") && row.contains("dog 0.581 (largest)"))
    #expect(say("matrix", &spoken).contains("row 5 of 5"))
    #expect(say("input[1,0]", &spoken).contains("input[1,0] = 1"))
    #expect(say("inputs[1,0]", &spoken).contains("did you mean 'input'?"))
    let changed = say("= -2.5", &spoken)
    #expect(changed.contains("input[1,0] = -2.5") && changed.contains("was 1, changed by -3.5"))
    #expect(say("u", &spoken).contains("input[1,0] = 1"))
    #expect(say("= two", &spoken).contains("is no number"))
    _ = spoken.answer(to: "weights[0,0,0]")
    #expect(say("=3", &spoken).contains("was computed"))
    #expect(say("xyzzy", &spoken).contains("means nothing here"))
    #expect(say("e", &spoken).contains("means nothing here"))
    let help = say("?", &spoken)
    for letter in ["h,", "j,", "k,", "l:", "g,", "n,", "p:", "],", "[:", "b:", "u ", "q ", "r:"] {
      #expect(help.contains(letter), "\(letter)")
    }
    let end = spoken.answer(to: "q")
    #expect(end == nil)
  }
}

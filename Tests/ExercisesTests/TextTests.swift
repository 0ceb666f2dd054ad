// SPDX-License-Identifier: MIT

import ExerciseHarness
import Testing

@testable import ExerciseChecks

@Suite struct TextTests {
  @Test(arguments: [
    Value("x", 0.1 + 0.2), Value("nothing", [Double]()),
    Value(name: "m", shape: [2, 3], numbers: [.nan, .infinity, -.infinity, -0.0, 1e-300, 3]),
    Value(name: "t", shape: [2, 1, 2], numbers: [1, 2, 3, 4]),
  ]) func valuesSurviveTheWire(_ value: Value) throws {
    let lines = Wire.text(value).split(separator: "\n", omittingEmptySubsequences: false)
    let read = try #require(Wire.value(lines[0], lines[1]))
    #expect(read.name == value.name && read.shape == value.shape)
    #expect(read.numbers.map(\.bitPattern) == value.numbers.map(\.bitPattern))
  }

  @Test(arguments: [
    "value", "value x", "value x 1", "value x 2 3", "value x 1 -2", "value x 9 1 1 1",
    "value x 2 1000000 1000000",
  ]) func brokenLinesAreRefused(_ header: String) {
    #expect(Wire.value(header[...], "1 2 3") == nil)
  }

  @Test func aStubHasNoBodiesOfTasksAndNoHelpers() {
    let stub = StubText(
      solution: """
        enum E {
          /// One.
          static func one(
            _ a: Int
          ) throws -> Int {
            if a > 0 {
              return 1
            }
            return 2
          }

          /// A helper.
          private static func two() -> Int {
            3
          }

          /// Given.
          static func three() -> Int {
            if true { return 3 }
          }

          struct Steps {
            var a: Int
          }
        }
        """)
    #expect(
      stub.text == """
        enum E {
          /// One.
          static func one(
            _ a: Int
          ) throws -> Int {
            throw NotAttempted()
          }

          /// Given.
          static func three() -> Int {
            if true { return 3 }
          }

          struct Steps {
            var a: Int
          }
        }
        """)
  }

  @Test func compilerErrorsAreFound() {
    let errors = CompilerMessage.errors(
      in: "/tmp/a/X.swift:3:9: error: cannot find 'y' in scope\n    y\n    ^\nerror: fatalError\n")
    #expect(errors.map(\.sentence) == ["cannot find 'y' in scope"])
    #expect(errors[0].file == "X.swift" && errors[0].line == 3 && errors[0].source == "    y")
  }

  @Test func aVariantMustFitTheSolution() throws {
    let exercise = try #require(Exercise.named("02"))
    let text = "## a · softmax\n\n```diff\n-  gone\n+  here\n```\n"
    #expect(throws: ExerciseTrouble.self) {
      try ExerciseVariant.list(of: exercise, text: text, solution: "x\ny\n", file: "f")
    }
    let list = try ExerciseVariant.list(
      of: exercise, text: text, solution: "x\n  gone\ny", file: "f")
    #expect(list[0].source == "x\n  here\ny")
  }
}

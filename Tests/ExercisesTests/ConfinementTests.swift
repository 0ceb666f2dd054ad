// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import ExerciseChecks

/// What a learner's program cannot do, tried by programs that try to.
@Suite struct ConfinementTests {
  private static let exercise = Exercise.named("13")

  /// Runs statements inside the first task of lesson 13 and returns what they print.
  private func printed(_ statements: String) throws -> String {
    let exercise = try #require(Self.exercise)
    let source = try Machine.files.solutionText(of: exercise).replacingOccurrences(
      of: "    2 * rows * inner * columns\n",
      with: statements + "\n    return 2 * rows * inner * columns\n")
    let verdict = try Machine.runner(seed: 3).judge(exercise, source: source)
    guard case .judged(let tasks) = verdict else { throw ExerciseTrouble("\(verdict)") }
    return String(tasks[0].printed.split(separator: "\n").first ?? "")
  }

  @Test func nothingIsWrittenOutsideTheScratchFolder() throws {
    guard Confinement.isPossible else { try Test.cancel("this system has no Landlock") }
    let outside = FileManager.default.temporaryDirectory.appending(path: "attn-\(UUID())").path()
    let answer = try printed(
      """
          print(open("\(outside)", O_WRONLY | O_CREAT, 0o644), open("here", O_WRONLY | O_CREAT, 0o644) >= 0,
            open("\(Machine.home)/Package.swift", O_RDONLY), mkdir("\(outside)-folder", 0o755))
      """)
    #expect(answer == "-1 true -1 -1")
    #expect(!FileManager.default.fileExists(atPath: outside))
  }

  @Test func solutionsCannotBeRead() throws {
    guard Confinement.isPossible else { try Test.cancel("this system has no Landlock") }
    let exercise = try #require(Self.exercise)
    let answer = try printed(
      "    print(open(\"\(Machine.files.solution(exercise))\", O_RDONLY))")
    #expect(answer == "-1")
  }

  @Test func filesAreSmallAndMemoryIsLimited() throws {
    let answer = try printed(
      """
          signal(SIGXFSZ, SIG_IGN)
          let file = open("big", O_WRONLY | O_CREAT, 0o644)
          let block = [UInt8](repeating: 1, count: 1 << 19)
          var sizes: [Int] = []
          for _ in 0..<4 { sizes.append(write(file, block, block.count)) }
          print(sizes[0] > 0, sizes[3], malloc(4 << 30) == nil)
      """)
    #expect(answer == "true -1 true")
  }

  @Test func theEnvironmentTellsNothing() throws {
    let answer = try printed(
      #"    print(getenv("ATTN_HOME") == nil, getenv("HOME").map { String(cString: $0).contains("scratch") } ?? false)"#
    )
    #expect(answer == "true true")
  }
}

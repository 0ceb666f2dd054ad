// SPDX-License-Identifier: MIT

import Testing

@testable import Checking

/// Processes that judge: one that hangs, crashes or talks nonsense costs its own file and no other.
@Suite struct GradingPoolTests {
  private func grade(
    _ command: [String], _ files: [String], timeLimit: Double = 20
  ) throws -> [GradedFile?] {
    var results = [GradedFile?](repeating: nil, count: files.count)
    try GradingPool(command: command, workerCount: 2, timeLimit: timeLimit)
      .grade(files) { results[$0] = $1 }
    return results
  }

  @Test func `a process that hangs is ended, and each file has its row`() throws {
    let results = try grade(["/bin/sleep", "600"], ["a", "b", "c"], timeLimit: 0.1)
    #expect(results.map { $0?.file } == ["a", "b", "c"])
    #expect(results.allSatisfy { $0?.failure?.kind == .overTimeLimit && $0?.score == 0 })
    #expect(results[0]?.failure?.message.contains("0.1 seconds") ?? false)
  }

  @Test func `a process that dies is replaced`() throws {
    let results = try grade(["/bin/sh", "-c", "head -c 5 > /dev/null; exit 3"], ["a", "b", "c"])
    #expect(results.allSatisfy { $0?.failure?.kind == .crashed })
  }

  @Test func `an answer that is none counts as a crash`() throws {
    // Four bytes of length, then no result.
    let results = try grade(
      ["/bin/sh", "-c", #"printf '\000\000\000\002{}'; exec sleep 600"#], ["a"])
    #expect(results[0]?.failure?.kind == .crashed)
  }

  @Test func `a program that is not there is an error`() {
    #expect(throws: GradingPoolError.self) { try grade(["/no/such/program"], ["a"]) }
  }

  @Test func `nothing to grade starts nothing`() throws {
    #expect(try grade(["/no/such/program"], []).isEmpty)
  }
}

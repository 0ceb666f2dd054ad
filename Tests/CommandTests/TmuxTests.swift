// SPDX-License-Identifier: MIT

import Display
import Foundation
import Glibc
import TestSupport
import Testing

/// A second opinion about what is on the screen: tmux, which measures characters by itself.
@Suite(
  .enabled(if: Tmux.path != nil, "tmux is not installed; apt-get install tmux brings it"))
struct TmuxTests {
  static let problem = """
    format: 1
    title: 注意力机制
    tokens: [注意力, 机制, cat, 可视化原理与代码, é]
    mask: [causal]
    input: |
      1 0 1
      0 2 0
      1 1 1
      0.5 1 0
      2 0 1
    projections:
      query: |
        1 0 0.5
        0 1 0
        1 0.3 1
      key: |
        1 1 0
        0 1 0
        1 0 0.7
      value: |
        1 0 0
        0 1 0
        1 0 1
    """

  @Test(arguments: [(80, 24), (200, 50)])
  func `columns under Chinese labels are aligned, and tmux shows what was meant`(
    columns: Int, rows: Int
  ) throws {
    let folder = try ScratchFolder()
    let path = try folder.file("p.yaml", Self.problem)
    let command = "explore '\(path)' 'weights[0,3,1]'"
    let tmux = try Tmux("'\(Program.binary.path())' \(command)", columns: columns, rows: rows)
    let own = try PseudoTerminal("\"$ATTN\" \(command)", columns: columns, rows: rows)
    try own.wait(for: "[weights]")
    // A window that is looked at in the middle of a frame is looked at again.
    let shown = try tmux.lines(until: { $0 == own.screen.lines })
    #expect(shown == own.screen.lines)
    own.type("q")
    #expect(try own.end() == 0)

    let metrics = CellMetrics()
    let body = shown.filter { $0.contains("│") }
    #expect(body.count == 5)
    /// The cells before each place where a piece of a line ends.
    func ends(_ line: String) -> [Int] {
      line.indices.filter { place in
        let next = line.index(after: place)
        // Neither inside a number nor before its point.
        return line[place].isNumber
          && (next == line.endIndex || !(line[next].isNumber || line[next] == "."))
      }.map { metrics.width(of: line[...$0]) }
    }
    let gutters = Set(body.map { metrics.width(of: $0.prefix { $0 != "│" }) })
    #expect(gutters.count == 1, "\(body)")
    let last = body.map { ends($0).last }
    #expect(Set(last).count == 1, "\(body)")
    // The whole triangle is visible in the last row: where its numbers end, those above end too.
    let places = Set(ends(body[4]))
    for line in body { #expect(places.isSuperset(of: ends(line)), "\(line)") }

    try tmux.type("q")
    _ = try tmux.wait(for: "left with 0")
  }
}

/// A server of tmux of its own, with one window.
final class Tmux {
  static let path: String? = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/bin/tmux"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  private let name = "attn-\(UUID().uuidString.prefix(8))"

  /// Starts a command in a window of a size; when it is over, the window says its status.
  init(_ command: String, columns: Int, rows: Int) throws {
    _ = try run([
      "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "\(command); echo left with $?; cat",
    ])
  }

  deinit { _ = try? run(["kill-server"]) }

  func type(_ keys: String) throws { _ = try run(["send-keys", keys]) }

  /// Waits until a text stands in the window, and returns its lines.
  func wait(for text: String) throws -> [String] {
    func isThere(_ lines: [String]) -> Bool { lines.contains { $0.contains(text) } }
    let shown = try lines(until: isThere)
    guard isThere(shown) else {
      throw PseudoTerminal.Failure(
        description: "waited for \(text); the window is\n\(shown.joined(separator: "\n"))")
    }
    return shown
  }

  /// The lines of the window once they are as they must be, or as they are after half a minute.
  func lines(until areRight: ([String]) -> Bool) throws -> [String] {
    let end = ContinuousClock.now + .seconds(30)
    while true {
      let shown = try run(["capture-pane", "-p"])
        .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { String($0) }
      if areRight(shown) || ContinuousClock.now >= end { return shown }
      usleep(20_000)
    }
  }

  /// Runs a command of tmux and returns what it prints.
  ///
  /// The server that the first one leaves behind has a session of its own, and lives until `kill-server`; with the
  /// signals that a test runner blocks it would not even hear of that.
  private func run(_ arguments: [String]) throws -> String {
    try ChildProgram.run(
      Self.path ?? "tmux", ["-u", "-L", name, "-f", "/dev/null"] + arguments,
      environment: [
        "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
        "ATTN_HOME": Program.root, "OPENBLAS_NUM_THREADS": "1",
      ]
    ).output
  }
}

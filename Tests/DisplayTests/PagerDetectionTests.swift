// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct PagerDetectionTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var variables: [String: String] = [:]
    var isTerminal = true
    var change: (@Sendable (inout DisplayOptions) -> Void)?
    let command: String?
    let reason: String

    var testDescription: String { "\(variables) \(reason)" }
  }

  static let rows = [
    Row(command: "less", reason: "the default"),
    Row(variables: ["PAGER": "more"], command: "more", reason: "PAGER=more"),
    Row(
      variables: ["PAGER": "more", "ATTN_PAGER": "less -R"], command: "less -R",
      reason: "ATTN_PAGER=less -R"),
    Row(variables: ["PAGER": "more", "ATTN_PAGER": ""], command: nil, reason: "ATTN_PAGER="),
    Row(variables: ["PAGER": "cat"], command: nil, reason: "PAGER=cat"),
    Row(variables: ["PAGER": "  "], command: nil, reason: "PAGER=  "),
    Row(variables: ["PAGER": "cat -v"], command: "cat -v", reason: "PAGER=cat -v"),
    Row(isTerminal: false, command: nil, reason: "the output is not a terminal"),
    Row(variables: ["TERM": "dumb"], command: nil, reason: "the terminal is dumb"),
    Row(variables: ["TTY_INTERACTIVE": "0"], command: nil, reason: "TTY_INTERACTIVE=0"),
    Row(variables: ["CI": "true"], command: nil, reason: "nobody watches a CI log"),
    Row(variables: ["CI": "1", "TTY_INTERACTIVE": "1"], command: "less", reason: "the default"),
    Row(
      variables: ["ACCESSIBLE": "1"], command: nil,
      reason: "a screen reader reads on by itself"),
    Row(change: { $0.plain = true }, command: nil, reason: "--plain"),
    Row(
      variables: ["PAGER": "more"], change: { $0.usesPager = false }, command: nil,
      reason: "--no-pager"),
    // Colour is another question: text without it is as long.
    Row(variables: ["NO_COLOR": "1"], command: "less", reason: "the default"),
  ]

  private func detect(_ row: Row) -> CapabilityDetection {
    var options = DisplayOptions()
    row.change?(&options)
    let environment = TerminalEnvironment(
      variables: ["TERM": "xterm"].merging(row.variables) { $1 }, outputIsTerminal: row.isTerminal,
      reportedSize: .init(columns: 60, lines: 10))
    return CapabilityDetection(environment, options: options)
  }

  @Test(arguments: rows) func `the first rule that matches decides`(row: Row) {
    let detection = detect(row)
    #expect(detection.pager?.command == row.command)
    let decision = detection.decisions.first { $0.topic == "pager" }
    #expect(decision?.outcome == row.command ?? "none" && decision?.reason == row.reason)
  }

  @Test func `only a text taller than the screen needs one`() {
    let choice = detect(Self.rows[0]).pager
    #expect(choice?.isNeeded(for: String(repeating: "line\n", count: 9)) == false)
    #expect(choice?.isNeeded(for: String(repeating: "line\n", count: 10)) == true)
    #expect(choice?.hasOptions == false)
    #expect(
      detect(Row(variables: ["LESS": ""], command: nil, reason: "")).pager?.hasOptions == true)
  }

  @Test(arguments: [
    ("less", true), ("less -R", true), ("/usr/bin/less", true), ("more", false), ("lessen", false),
    ("useless", false),
  ])
  func `options of less go to less only`(command: String, isLess: Bool) {
    let row = Row(variables: ["PAGER": command], command: nil, reason: "")
    #expect(detect(row).pager?.isLess == isLess)
  }
}

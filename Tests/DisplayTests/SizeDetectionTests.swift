// SPDX-License-Identifier: MIT

import Testing

@testable import Display

@Suite struct SizeDetectionTests {
  private func width(
    _ variables: [String: String] = ["TERM": "xterm"], option: Int? = nil, columns: Int? = 132,
    isTerminal: Bool = true, isFullScreen: Bool = false
  ) -> (Int, String) {
    var options = DisplayOptions()
    options.width = option
    let detection = CapabilityDetection(
      TerminalEnvironment(
        variables: variables, outputIsTerminal: isTerminal,
        reportedSize: columns.map { TerminalEnvironment.Size(columns: $0, lines: 50) }),
      options: options, isFullScreen: isFullScreen)
    let reason = detection.decisions.first { $0.topic == "width" }?.reason ?? ""
    return (detection.capabilities.width, reason)
  }

  @Test func `flag, then COLUMNS, then the terminal, then 80`() {
    let columns = ["TERM": "xterm", "COLUMNS": "100"]
    #expect(width(columns, option: 60) == (60, "--width"))
    #expect(width(columns) == (100, "COLUMNS=100"))
    #expect(width() == (132, "the terminal reports it"))
    #expect(width(columns: 0) == (80, "the terminal reports no size"))
    #expect(width(columns: nil) == (80, "the terminal reports no size"))
  }

  @Test(arguments: ["0", "-5", "abc", "", "12x"])
  func `COLUMNS must be digits above 0`(text: String) {
    #expect(width(["TERM": "xterm", "COLUMNS": text]).0 == 132)
  }

  @Test func `a pipe has 80 columns whatever COLUMNS says`() {
    #expect(width(["TERM": "xterm", "COLUMNS": "100"], isTerminal: false).0 == 80)
    #expect(width(option: 60, isTerminal: false).0 == 60)
  }

  @Test func `a dumb terminal counts as 80 columns`() {
    #expect(width(["TERM": "dumb"]).0 == 80)
  }

  @Test func `a full-screen session believes the terminal before COLUMNS`() {
    #expect(width(["TERM": "xterm", "COLUMNS": "100"], isFullScreen: true).0 == 132)
  }

  @Test func `the codeset decides about Unicode, not LANG`() {
    func unicode(_ codeset: String, _ option: Bool? = nil) -> Bool {
      var options = DisplayOptions()
      options.unicode = option
      return CapabilityDetection(
        TerminalEnvironment(variables: ["LANG": "vi_VN"], codeset: codeset), options: options
      ).capabilities.unicode
    }
    #expect(unicode("UTF-8") && !unicode("ANSI_X3.4-1968"))
    #expect(!unicode("UTF-8", false) && unicode("ANSI_X3.4-1968", true))
  }

  @Test func `links, motion and ambiguous width`() {
    func detect(_ variables: [String: String], terminal: Bool = true) -> Capabilities {
      CapabilityDetection(
        TerminalEnvironment(variables: variables, outputIsTerminal: terminal)
      ).capabilities
    }
    #expect(detect(["TERM": "xterm"]).hyperlinks && detect(["TERM": "xterm"]).animates)
    #expect(!detect(["TERM": "dumb"]).hyperlinks)
    #expect(!detect(["TERM": "xterm"], terminal: false).hyperlinks)
    #expect(!detect(["TERM": "xterm", "CI": "1"]).animates)
    #expect(detect(["TERM": "xterm", "CI": "1", "TTY_INTERACTIVE": "1"]).animates)
    #expect(!detect(["TERM": "xterm", "NO_ANIMATIONS": "1"]).animates)
    #expect(detect(["TERM": "xterm", "LANG": "zh_CN.UTF-8"]).ambiguousWidth == 1)
  }

  @Test func `the process can be asked`() {
    let environment = TerminalEnvironment.ofProcess()
    #expect(!environment.codeset.isEmpty)
    #expect(CapabilityDetection(environment).decisions.count == 10)
  }
}

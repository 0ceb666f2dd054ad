// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Pages in a real browser: nothing fails, nothing is fetched, the keyboard reaches every cell.
@Suite(.enabled(if: Browser.path != nil, Browser.missing), .serialized)
struct PageTests {
  private func check(
    _ page: String, isDark: Bool = false, width: Int = 1280
  ) throws -> Browser.Report {
    try Browser.shared.get().check(page, isDark: isDark, width: width)
  }

  private func page(_ arguments: [String]) throws -> String {
    let folder = try ScratchFolder()
    let path = folder.path + "/page.html"
    let run = try Program.run(arguments + ["--export", path])
    #expect(run.status == 0, "\(run.message)")
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test(arguments: [(false, 1280), (true, 1280), (false, 500)])
  func `a trace keeps every rule`(_ isDark: Bool, _ width: Int) throws {
    let report = try check(page(["trace", "lesson:4"]), isDark: isDark, width: width)
    #expect(report.failures == [], "dark \(isDark), \(width) wide")
    #expect(report.isDark == isDark)
    #expect(report.cells > 500 && report.notes > 400 && report.texts > 1000)
  }

  @Test func `a lesson and a why keep every rule`() throws {
    for arguments in [
      ["lesson", "4"], ["why", "lesson:4", "weights[0,3,1]", "--depth", "3"],
    ] {
      let report = try check(page(arguments), isDark: true, width: 800)
      #expect(report.failures == [], "\(arguments)")
    }
  }

  @Test func `labels that mean harm do none`() throws {
    let folder = try ScratchFolder()
    let rows = (0..<4).map { "\($0) 1 -\($0)" }.joined(separator: "\n  ")
    let path = try folder.file(
      "hostile.yaml",
      """
      format: 1
      title: "Labels </title><script>alert(1)</script> & 注意力"
      tokens: ["<b>", "注意力", "👩‍🔧", "</td>"]
      query: |
        \(rows)
      key: |
        \(rows)
      value: |
        \(rows)
      mask:
        - allow: |
            0 0 0 0
            1 1 0 0
            1 1 1 0
            1 1 1 1
      """)
    let report = try check(page(["trace", path]), width: 700)
    #expect(report.failures == [])
    #expect(report.cells > 60)
  }

  @Test func `the checks find what is wrong`() throws {
    let faulty = try page(["trace", "lesson:4", "--show", "weights"])
      .replacing(
        "</main>",
        with: "<p style='color:#999;background:#fff'>faint</p>"
          + "<img src='https://example.org/x.png' alt=''></main>"
      )
      .replacing("ArrowDown: [row + 1", with: "ArrowDown: [row")
      .replacing("<title>", with: "<title> </title><meta content=\"")
    let failures = try check(faulty).failures.joined(separator: "\n")
    for part in ["of 'faint'", "asks for https://example.org", "not reach every cell", "no title"] {
      #expect(failures.contains(part), "\(failures)")
    }
  }
}

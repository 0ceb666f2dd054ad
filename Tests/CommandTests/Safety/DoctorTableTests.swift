// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What `attn doctor` says of parts and limits is what the repository says of them.
@Suite struct DoctorTableTests {
  private static func text(_ name: String) throws -> String {
    try String(contentsOfFile: Program.root + name, encoding: .utf8)
  }

  @Test func `versions of packages are those that are resolved`() throws {
    let run = try Program.run(["doctor", "--versions", "--width", "200"])
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n").map { $0.lowercased() }
    let object = try JSONSerialization.jsonObject(with: Data(Self.text("Package.resolved").utf8))
    let pins = try #require((object as? [String: Any])?["pins"] as? [[String: Any]])
    #expect(!pins.isEmpty)
    for pin in pins {
      let name = try #require(pin["identity"] as? String)
      let version = try #require((pin["state"] as? [String: Any])?["version"] as? String)
      #expect(lines.contains { $0.contains(name) && $0.contains(version) }, "\(name) \(version)")
    }
    for part in ["attn", "swift", "openblas", "its kernels", "libzip", "cmark-gfm", "system"] {
      #expect(lines.contains { $0.hasPrefix(part) && $0.contains(/[0-9a-z]/) }, "\(part)")
    }
  }

  @Test func `limits are those of SECURITY`() throws {
    let run = try Program.run(["doctor", "--limits", "--width", "120"])
    let rows = try Self.text("SECURITY.md").components(separatedBy: "\n").filter {
      $0.hasPrefix("| ") && $0.contains { $0.isNumber }
    }
    #expect(run.status == 0 && rows.count == 33)
    let printed = run.output.split(separator: "\n").map { $0.split(separator: " ") }
    for row in rows {
      let words = row.split { $0 == "|" || $0 == " " }
      #expect(printed.contains(words), "\(row)")
    }
    #expect(printed.count { $0.contains { $0.contains { $0.isNumber } } } == rows.count)
  }

  @Test func `limits of commands hold below, at and above`() throws {
    let folder = try ScratchFolder()
    let problem = try folder.file(
      "p.yaml", "format: 1\nquery: [[1]]\nkey: [[1]]\nvalue: [[1]]\n")
    let sheet = try folder.file(
      "s.yaml", "format: 1\nproblem: p.yaml\nsteps:\n  raw_scores: |\n    1\n")
    for (arguments, option, most) in [
      (["why", problem, "Z[0,0,0]"], "--depth", 64), (["grade", sheet], "--jobs", 256),
      (["grade", sheet], "--time-limit", 3600),
    ] {
      for size in [most - 1, most, most + 1] {
        let run = try Program.run(arguments + [option, "\(size)"])
        #expect(run.status == (size > most ? 2 : 0), "\(option) \(size): \(run.message)")
      }
    }
  }
}

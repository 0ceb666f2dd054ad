// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Full disks, readers that go away, and homes that are not there.
@Suite struct FaultTests {
  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    let row = Array(repeating: "0.125", count: 40).joined(separator: " ")
    let matrix = Array(repeating: "  " + row, count: 40).joined(separator: "\n")
    _ = try folder.file(
      "large.yaml", "format: 1\nquery: |\n\(matrix)\nkey: |\n\(matrix)\nvalue: |\n\(matrix)\n")
    _ = try folder.file(
      "sheet.yaml",
      "format: 1\nproblem: large.yaml\nsteps:\n  raw_scores: |\n\(matrix.replacing("  0", with: "    0"))\n"
    )
  }

  /// Commands whose output is long, or that take long.
  static let long = [
    "trace large.yaml", "trace large.yaml --json", "trace large.yaml --color always",
    "why large.yaml 'Z[0,0,0]' --depth 9", "worksheet large.yaml", "worksheet large.yaml --key",
    "check sheet.yaml", "grade sheet.yaml", "grade sheet.yaml --format json", "lesson 4",
    "lesson 4 --accessible", "course check 4 --quick --json", "mistakes", "doctor --limits",
    "compare --recipe pytorch", "cost lesson:4", "exercise list",
    "course transcript 04-self-attention",
  ]

  @Test(arguments: long) func `a reader that goes away ends a command quietly`(_ command: String)
    throws
  {
    // As a shell starts it, and as a program that ignores the signal does.
    for ignoring in ["", "trap '' PIPE; "] where ignoring == "" || command.hasPrefix("trace") {
      let run = try Shell.run(
        "\(ignoring)\"$ATTN\" \(command) | head -c 5 | cat -A", in: folder.path)
      #expect(run.message == "", "\(run.message)")
    }
  }

  @Test(arguments: long) func `a full disk is said`(_ command: String) throws {
    let run = try Shell.run("\"$ATTN\" \(command) >/dev/full", in: folder.path)
    #expect(run.status == 2)
    #expect(
      run.message == "attn: cannot write the result: No space left on device\n", "\(run.message)")
  }

  /// Exports that are larger than the room there is.
  static let exports = [
    "trace large.yaml --export old.html", "trace large.yaml --export old.npz",
    "trace large.yaml --export old.json", "trace large.yaml --show S --export old.svg",
    "lesson 4 --export old.html",
    "course autograder lesson:04-self-attention -o old.zip",
  ]

  @Test(.enabled(if: Shell.canMount, "nothing can be mounted here"), arguments: exports)
  func `on a full disk the old file stays`(_ command: String) throws {
    let run = try Shell.run(
      """
      name=$(sed -E 's/.*(old\\.[a-z]+).*/\\1/' <<<'\(command)')
      exec unshare -m bash -c '
        mkdir full; mount -t tmpfs -o size=16k none full
        echo mine >full/$0; ln -s full/$0 $0
        "$ATTN" \(command.replacing("old.", with: "full/old.")) --force; echo "$?"
        cat full/$0; ls -A full' "$name"
      """, in: folder.path)
    let lines = run.output.split(separator: "\n")
    #expect(run.message.contains("No space left on device; nothing was changed"), "\(run.message)")
    #expect(lines.suffix(3).first == "2", "\(run.output)")
    #expect(lines.suffix(2).first == "mine" && lines.last?.hasPrefix("old.") == true)
  }

  @Test func `at the limit for the size of files the old file stays`() throws {
    let run = try Shell.run(
      """
      echo mine >old.html; ulimit -f 4
      "$ATTN" trace large.yaml --export old.html --force; echo "$?"; cat old.html
      """, in: folder.path)
    #expect(run.output == "2\nmine\n", "\(run.output)")
    #expect(run.message.contains("File too large; nothing was changed"), "\(run.message)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasSuffix(".part") })
  }

  @Test(arguments: [
    "env -u HOME -u XDG_STATE_HOME", "env HOME=/nonexistent", "env HOME=/proc", "env HOME=relative",
    "env HOME=", "env -u PATH", "env HOME=/dev/null", "env XDG_STATE_HOME=/proc/1 HOME=/proc",
  ])
  func `without a home everything else goes on`(_ change: String) throws {
    for command in ["", "lesson 4 --section 1", "exercise list"] {
      let run = try Shell.run("\(change) \"$ATTN\" \(command)", in: folder.path)
      #expect(run.status == 0 && !run.output.isEmpty, "\(command): \(run.message)")
      #expect(run.message.split(separator: "\n").count <= 1, "\(run.message)")
    }
  }

  @Test func `a file that changes while it is read ends with a sentence, or with what was there`()
    throws
  {
    let run = try Shell.run(
      """
      "$ATTN" trace large.yaml --show Q,K,V --export a.npz 2>/dev/null
      for key in query key value; do echo "$key: {file: x.npz, array: $key}"; done >>p.yaml
      sed -i '1i format: 1' p.yaml; cp p.yaml p.full
      while :; do
        cp a.npz x.npz; : >x.npz; head -c 300 a.npz >x.npz; head -c 9999 /dev/zero >>x.npz
        : >p.yaml; head -c 20 p.full >p.yaml; cp p.full p.yaml
      done & writer=$!
      for round in {1..12}; do
        "$ATTN" trace p.yaml --brief >/dev/null 2>said; status=$?
        echo "$status $(wc -l <said)"
      done
      kill "$writer"
      """, in: folder.path)
    let rounds = run.output.split(separator: "\n")
    #expect(rounds.count == 12)
    #expect(rounds.allSatisfy { ["0 0", "1 0", "2 1"].contains($0) }, "\(rounds)")
  }

  @Test func `programs that remember progress at once lose nothing`() throws {
    let lessons = ["01-dot-product", "03-scaled-dot-product", "04-self-attention", "06-masks"]
    let run = try Shell.run(
      """
      export XDG_STATE_HOME=$PWD/state
      for lesson in \(lessons.joined(separator: " ")); do
        "$ATTN" worksheet "lesson:$lesson" --key >"$lesson.yaml" 2>/dev/null
      done
      for lesson in \(lessons.joined(separator: " ")); do
        "$ATTN" check "$lesson.yaml" >/dev/null & "$ATTN" check "$lesson.yaml" >/dev/null &
      done
      wait; cat state/attention-tracer/progress.json
      """, in: folder.path)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let done = try #require(object?["lessons"] as? [String: [String: Any]])
    #expect(
      Set(done.keys) == Set(lessons) && done.values.allSatisfy { $0["sheet"] as? Bool == true })
  }

  @Test(arguments: ["1960-01-01", "2037-12-31"])
  func `a clock that goes backwards changes no mark`(_ date: String) throws {
    let rubric = try folder.file("rubric.yaml", "format: 1\ndue: 2020-02-02 12:00:00\n")
    let run = try Shell.run(
      """
      touch -d \(date) sheet.yaml large.yaml
      for format in text json junit csv; do
        "$ATTN" grade sheet.yaml --rubric \(rubric) --format $format >$format; echo $?
      done
      grep -c -- '-[0-9]*\\.[0-9]*"' junit
      """, in: folder.path)
    #expect(run.output == "1\n1\n1\n1\n0\n", "\(run.output)\(run.message)")
  }

  @Test func `closed streams do not make a command write elsewhere`() throws {
    let run = try Shell.run(
      "\"$ATTN\" trace large.yaml --export page.md >&- 2>&-; echo $?; head -c 2 page.md",
      in: folder.path)
    #expect(
      run.output.hasPrefix("0\n# ") || run.output.hasPrefix("0\n##") || run.output.hasPrefix("2\n"))
  }
}

// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors
import Testing

/// Dumps, folders and words that were made to be obeyed, given to the commands for engineers and authors.
@Suite struct HostileArgumentTests {
  private let folder: ScratchFolder
  /// What may still be the name of an array.
  private static let name = "=x\u{202E}\u{2066}<script>alert(1)<∕script>`|$"

  init() throws {
    folder = try ScratchFolder()
    _ = try folder.file("problem.yaml", Hostile.problem)
    let array = AnyTensor.float64(
      Tensor(axes: [Axis("a", 3), Axis("b", 3)], scalars: [1, 0, 0, 0.5, 0.5, 0, 0.9, 0.1, 0]))
    for ending in ["npz", "safetensors"] {
      let path = folder.path + "/dump.\(ending)"
      try TensorFile.write([(Self.name, array), ("weights", array)], to: path)
    }
    // One without a stage at all, whose names are all that can be said of it.
    try TensorFile.write([(Self.name, array)], to: folder.path + "/strange.npz")
    try FileManager.default.createDirectory(
      atPath: folder.path + "/arrays", withIntermediateDirectories: true)
    try TensorFile.write([("x", array)], to: folder.path + "/arrays/x.npy")
    rename(folder.path + "/arrays/x.npy", folder.path + "/arrays/\(Hostile.name).npy")
    let quoted = String(decoding: try JSONEncoder().encode(Hostile.text), as: UTF8.self)
    _ = try folder.file(
      "dump.json", #"{\#(quoted): [[1, 2]], "weights": [[1, 0, 0], [0.9, 0.1, 0], [0, 0, 1]]}"#)
    _ = try folder.file(
      "odd.json", #"{\#(quoted): {\#(quoted): [1, \#(quoted)]}, "weights": [[1], 2]}"#)
    _ = try folder.file(Hostile.name + ".json", "{")
  }

  private func expectHarmless(
    _ words: [String], statuses: Set<Int32>, environment: [String: String] = [:]
  ) throws {
    let run = try Program.run(words, environment: environment, in: folder.path)
    #expect(statuses.contains(run.status), "\(words): \(run.status) \(run.message)")
    let colours = words.contains("--color")
    #expect(Hostile.danger(run.output, colours: colours) == nil, "\(words)")
    #expect(Hostile.danger(run.message) == nil, "\(words)")
    if words.contains("--json"), run.status < 2 {
      #expect(throws: Never.self) {
        _ = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      }
    }
  }

  @Test(arguments: [
    "dump.npz", "dump.safetensors", "dump.json", "strange.npz", "arrays", "odd.json",
    Hostile.name + ".json", Hostile.name,
  ])
  func `dumps`(_ dump: String) throws {
    for form in [[], ["--json"], ["--color", "truecolor"], ["--accessible"], ["--ascii"]] {
      try expectHarmless(["compare", "problem.yaml", dump] + form, statuses: [1, 2])
    }
    try expectHarmless(["compare", "dump.npz", dump], statuses: [0, 1, 2])
    try expectHarmless(["compare", dump, "dump.npz", "--json"], statuses: [0, 1, 2])
  }

  @Test func `words on the command line`() throws {
    for words in [
      ["compare", Hostile.text, Hostile.text], ["compare", "--recipe", Hostile.text],
      ["compare", "problem.yaml", "dump.npz", "--layer", Hostile.text],
      ["mistakes", Hostile.text], ["cost", Hostile.name], ["cost", "--positions", Hostile.text],
      ["bench", "--positions", Hostile.text], ["bench", "--problem", Hostile.name],
      ["course", "check", Hostile.text], ["course", "transcript", Hostile.text],
      ["course", "autograder", Hostile.name, "-o", "x.zip"], ["course", Hostile.text],
      ["exercise", "run", Hostile.text], ["exercise", "hint", Hostile.text],
      ["exercise", "solution", Hostile.text], ["exercise", "reset", Hostile.text],
      ["exercise", Hostile.text], ["doctor", Hostile.text], ["explore", Hostile.name],
      ["practice", Hostile.name], ["worksheet", "problem.yaml", "--format", Hostile.text],
      ["worksheet", "problem.yaml", "--seed", Hostile.text], ["check", Hostile.name],
      ["grade", ".", "--format", Hostile.text], ["grade", ".", "--exercises", Hostile.name],
    ] {
      try expectHarmless(words, statuses: [2])
    }
  }

  @Test func `a hostile problem costs and is measured`() throws {
    try expectHarmless(["cost", "problem.yaml"], statuses: [0])
    try expectHarmless(
      ["bench", "--problem", "problem.yaml", "--repeat", "1", "--json"], statuses: [0])
    try expectHarmless(["bench", "--problem", "problem.yaml", "--repeat", "1"], statuses: [0])
  }

  @Test func `a course that somebody else wrote is checked and printed`() throws {
    let lesson = folder.path + "/lessons/01-x"
    try FileManager.default.createDirectory(atPath: lesson, withIntermediateDirectories: true)
    _ = try folder.file("lessons/01-x/problem.yaml", Hostile.problem)
    _ = try folder.file(
      "lessons/01-x/lesson.md",
      "---\ntitle: <script>owned</script> \\write18\nquestion: \"a | b\"\nminutes: 5\n---\n"
        + "Prose [a](\u{1B}]0;owned\u{7}) ![b](javascript:alert\u{202E}) \u{9B}31m\n\n"
        + "```attn show \u{1B}[2J\u{202E}\n```\n")
    let home = ["ATTN_HOME": folder.path]
    try expectHarmless(["course", "check"], statuses: [1, 2], environment: home)
    try expectHarmless(["course", "check", "--json"], statuses: [1, 2], environment: home)
    try expectHarmless(["course", "transcript", "01-x"], statuses: [0, 1, 2], environment: home)
    try expectHarmless(["lesson"], statuses: [0, 1, 2], environment: home)
    try expectHarmless([], statuses: [0, 1, 2], environment: home)
  }

  /// The sheet's name comes from whoever hands in.
  @Test func `an autograder is not made with a name that a shell would obey`() throws {
    _ = try folder.file("$(touch owned).yaml", Hostile.problem)
    let run = try Program.run(
      ["course", "autograder", "$(touch owned).yaml", "-o", "x.zip"], in: folder.path)
    #expect(run.status == 2, "\(run.message)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/owned"))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.zip"))
  }

  @Test(arguments: ["env -u HOME -u XDG_STATE_HOME", "env HOME=/proc"])
  func `an exercise is not reset where no copy of the work can be kept`(_ change: String) throws {
    let run = try Shell.run(
      """
      mkdir -p home/lessons && cp -r "$ATTN_HOME/lessons/02-softmax" home/lessons/
      echo "// mine" >>home/lessons/02-softmax/SoftmaxExercise.swift
      export ATTN_HOME=$PWD/home
      \(change) "$ATTN" exercise reset 02-softmax </dev/null; echo $?
      grep -rl "// mine" home | wc -l
      """, in: folder.path)
    let lines = run.output.split(separator: "\n").suffix(2)
    #expect(lines.last.map { $0 != "0" } == true, "\(run.output)\(run.message)")
  }
}

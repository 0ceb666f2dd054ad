// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// `attn compare` and `attn mistakes` as their users run them.
@Suite struct CompareTests {
  private static let problem = """
    format: 1
    query: [[1, 0.5, -1], [0.25, 2, 1], [-1, 1, 0.5], [0.5, -0.5, 2]]
    key: [[0.5, 1, 0], [-1, 0.5, 1], [2, 0, -0.5], [1, 1, 1], [0, -1, 0.5]]
    value: [[1, 2], [0, 1], [-1, 0.5], [2, -2], [0.25, 1]]
    """

  /// Exports a right dump as JSON and changes it.
  private func dump(_ folder: ScratchFolder, _ change: ([String: Any]) -> [String: Any] = { $0 })
    throws -> (problem: String, dump: String)
  {
    let problem = try folder.file("p.yaml", Self.problem)
    let trace = folder.path + "/trace.json"
    #expect(try Program.run(["trace", problem, "--export", trace]).status == 0)
    let data = try Data(contentsOf: URL(filePath: trace))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let stages = try #require(object["stages"] as? [[String: Any]])
    var arrays: [String: Any] = [:]
    for stage in stages { arrays[stage["id"] as? String ?? ""] = stage["values"] }
    let text = try JSONSerialization.data(withJSONObject: change(arrays))
    return (problem, try folder.file("dump.json", String(decoding: text, as: UTF8.self)))
  }

  @Test func `a right dump ends with status 0, in every form`() throws {
    let folder = try ScratchFolder()
    let (problem, dump) = try dump(folder)
    for file in [dump, folder.path + "/trace.json"] {
      let outcome = try Program.run(["compare", problem, file])
      #expect(outcome.status == 0, "\(outcome.message)")
      #expect(outcome.output.contains("No stage diverges"))
    }
    let pair = try Program.run(["compare", dump, folder.path + "/trace.json"])
    #expect(pair.status == 0, "\(pair.message)")
  }

  @Test func `a wrong dump names stage, pattern and mistake`() throws {
    let folder = try ScratchFolder()
    let (problem, dump) = try dump(folder) { arrays in
      var arrays = arrays
      arrays["scaled_scores"] = arrays["raw_scores"]
      return arrays
    }
    let outcome = try Program.run(["compare", problem, dump, "--width", "160"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("First divergent stage: scaled_scores"))
    #expect(outcome.output.contains("(no-scaling)"))
    #expect(outcome.output.contains("times 1.732051"))
    let json = try Program.run(["compare", problem, dump, "--json"])
    #expect(json.status == 1)
    let result = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(result["first_wrong"] as? String == "scaled_scores")
    let steps = try #require(result["steps"] as? [[String: Any]])
    let step = try #require(steps.first { $0["step"] as? String == "scaled_scores" })
    #expect(step["mistakes"] as? [String] == ["no-scaling"])
    let (error, tolerance) = (step["largest_error"] as? Double, step["tolerance"] as? Double)
    #expect((error ?? 0) > (tolerance ?? .infinity))
  }

  @Test func `what cannot be used ends with status 2 and a sentence`() throws {
    let folder = try ScratchFolder()
    let (problem, dump) = try dump(folder)
    let hostile = [
      ("ragged.json", #"{"weights": [[1, 2], [3]]}"#, "as many numbers as in the rows before"),
      ("deep.json", #"{"weights": "# + String(repeating: "[", count: 5000), "lists in a list"),
      ("none.json", #"{"loss": [1, 2]}"#, "none of the arrays is a stage"),
      ("twice.json", #"{"weights": [1], "pattern": [1]}"#, "are all the stage weights"),
      ("same.json", #"{"weights": [1], "weights": [1]}"#, "two arrays are called 'weights'"),
      ("cut.json", #"{"weights": [1, "#, "its end"), ("list.json", "[1, 2]", "an object of arrays"),
      ("word.json", #"{"weights": [1e, 2]}"#, "a number of JSON"),
    ]
    for (name, text, words) in hostile {
      let outcome = try Program.run(["compare", problem, try folder.file(name, text)])
      #expect(outcome.status == 2, "\(name)")
      #expect(outcome.message.contains(words), "\(name): \(outcome.message)")
      #expect(outcome.output.isEmpty)
    }
    for arguments in [
      ["compare", problem], ["compare", problem, folder.path + "/missing.npz"],
      ["compare", problem, folder.path], ["compare", problem, dump, "--layer", "0"],
      ["compare", folder.path + "/missing.yaml", dump], ["compare", "--recipe", "fortran"],
    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 2, "\(arguments)")
      #expect(!outcome.message.isEmpty)
    }
  }

  @Test func `an array of another shape is wrong, not unusable`() throws {
    let folder = try ScratchFolder()
    let (problem, dump) = try dump(folder) { arrays in
      var arrays = arrays
      arrays["weights"] = [[1.0, 2.0]]
      return arrays
    }
    let outcome = try Program.run(["compare", problem, dump, "--width", "160"])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("The array is 1 × 2; this stage is 1 × 4 × 5"))
  }

  /// Needs Python with NumPy; without them there is nothing to run.
  @Test func `the numpy recipe runs, and its dump is right`() throws {
    let folder = try ScratchFolder()
    let recipe = try Program.run(["compare", "--recipe", "numpy"])
    #expect(recipe.status == 0)
    let script = try folder.file("recipe.py", recipe.output)
    _ = try ChildProgram.run(
      "/usr/bin/env", ["python3", script], environment: ProcessInfo.processInfo.environment,
      in: folder.path)
    guard FileManager.default.fileExists(atPath: folder.path + "/dump.npz") else {
      try Test.cancel("python3 with numpy is not here")
    }
    let roles = ["query", "key", "value", "output"]
    let problem = try folder.file(
      "p.yaml",
      "format: 1\ninput: {file: inputs.npz, array: X}\nprojections:\n"
        + roles.map { role in
          "  \(role): {file: inputs.npz, array: W_\(role == "output" ? "O" : role.prefix(1).uppercased())}\n"
        }.joined() + "heads: 2\nmask: [causal]\n")
    let outcome = try Program.run(["compare", problem, folder.path + "/dump.npz"])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.message)")
    #expect(outcome.output.contains("10 stages compared"))
  }

  @Test func `every mistake can be explained, also in ASCII`() throws {
    let list = try Program.run(["mistakes", "--width", "200"])
    #expect(list.status == 0 && list.output.contains("softmax-over-columns"))
    for id in ["softmax-over-columns", "mask-exponent-sign", "gradient-softmax-sum-missing"] {
      let outcome = try Program.run(["mistakes", id, "--ascii"])
      #expect(outcome.status == 0)
      #expect(outcome.output.utf8.allSatisfy { $0 < 0x80 })
      #expect(!outcome.output.contains("\\u"))
    }
    let wrong = try Program.run(["mistakes", "softmax-over-column"])
    #expect(wrong.status == 2 && wrong.message.contains("did you mean softmax-over-columns?"))
  }
}

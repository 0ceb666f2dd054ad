// SPDX-License-Identifier: MIT

import Foundation
import Testing

@Suite struct ProgramTests {
  @Test func `why answers in text and in JSON`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("p.yaml", TraceCommandTests.article(modelDimension: 6))
    let run = try Program.run(["why", path, "weights[1,0,2,1]"])
    #expect(run.status == 0)
    #expect(run.output.contains("A = softmax(ℓ)"))
    let json = try Program.run(["why", path, "weights[1,0,2,1]", "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["cell"] as? String == "weights[1,0,2,1]")
  }

  @Test func `stripped of its colours, output is the plain output`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("p.yaml", TraceCommandTests.article(modelDimension: 6))
    let plain = try Program.run(["trace", path])
    for colour in ["16", "256", "truecolor"] {
      let run = try Program.run(["trace", path, "--color", colour])
      #expect(run.output.contains("\u{1B}["))
      let stripped = run.output.replacing(/\u{1B}\[[0-9;]*m/, with: "")
      #expect(stripped == plain.output, "\(colour)")
    }
  }

  @Test func `ASCII output has only ASCII`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("p.yaml", TraceCommandTests.article(modelDimension: 6))
    for arguments in [["trace", path], ["why", path, "O[0,1,2]"], ["doctor"], []] {
      let run = try Program.run(arguments + ["--ascii"])
      #expect(run.status == 0)
      #expect(run.output.utf8.allSatisfy { $0 == 10 || (0x20...0x7E).contains($0) }, "\(arguments)")
    }
  }

  @Test func `the welcome says what to type next`() throws {
    let run = try Program.run([])
    #expect(run.status == 0)
    #expect(run.output.contains("attn lesson 01"), "\(run.output)")
  }

  @Test func `the doctor names the terminal's decisions and the engine`() throws {
    let run = try Program.run(["doctor"], environment: ["NO_COLOR": "1"])
    #expect(run.status == 0)
    #expect(run.output.contains("NO_COLOR"))
    #expect(run.output.contains("OpenBLAS"))
  }

  @Test func `unknown commands and options end with status 2`() throws {
    #expect(try Program.run(["frobnicate"]).status == 2)
    #expect(try Program.run(["trace"]).status == 2)
    #expect(try Program.run(["trace", "x.yaml", "--frobnicate"]).status == 2)
    #expect(try Program.run(["--help"]).status == 0)
  }

  @Test func `a lesson where a problem is wanted is answered with its problem`() throws {
    for name in ["4", "04-self-attention", "self-attention"] {
      let run = try Program.run(["why", name, "weights[0,2,1]"])
      #expect(run.status == 2)
      #expect(
        run.message.contains("the problem of lesson 04-self-attention is lesson:04-self-attention"))
    }
    let other = try Program.run(["why", "problem-4.yaml", "weights[0,2,1]"])
    #expect(other.message.contains("there is no such file; give the path of a problem"))
  }

  @Test func `a file name with escape sequences does not reach the terminal`() throws {
    let run = try Program.run(["trace", "\u{1B}]0;owned\u{7}.yaml"])
    #expect(run.status == 2)
    #expect(!run.message.contains("\u{1B}") && !run.message.contains("\u{7}"))
  }
}

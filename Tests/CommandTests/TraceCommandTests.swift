// SPDX-License-Identifier: MIT

import Foundation
import TensorFiles
import Tensors
import Testing

@Suite struct TraceCommandTests {
  /// The article's example: x = randn(2, 3, d_model), two heads.
  static func article(modelDimension: Int) -> String {
    let matrix = (0..<modelDimension).map { row in
      "    "
        + (0..<modelDimension).map { "\(Double((row * 7 + $0 * 3) % 11) / 10 - 0.5)" }
        .joined(separator: " ")
    }.joined(separator: "\n")
    let item = (0..<3).map { row in
      "["
        + (0..<modelDimension).map { "\(Double((row * 5 + $0 * 2) % 7) / 5 - 0.4)" }
        .joined(separator: ", ") + "]"
    }.joined(separator: ", ")
    return """
      format: 1
      precision: float32
      input: [[\(item)], [\(item)]]
      projections:
        query: |
      \(matrix)
        key: |
      \(matrix)
        value: |
      \(matrix)
        output: |
      \(matrix)
      heads: 2
      """
  }

  @Test func `the article's five columns and two heads are refused with what would work`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("article.yaml", Self.article(modelDimension: 5))
    let run = try Program.run(["trace", path])
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.message.contains("5 is not divisible by 2 heads"), "\(run.message)")
    #expect(run.message.contains("use 4 or 6 columns"))
    #expect(run.message.contains("article.yaml:29: heads"), "\(run.message)")
  }

  @Test func `with six columns it traces`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("article.yaml", Self.article(modelDimension: 6))
    let run = try Program.run(["trace", path])
    #expect(run.status == 0)
    #expect(run.output.contains("every row of weights sums to 1"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func `the article's printed weights are found out`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file(
      "weights.yaml",
      """
      format: 1
      weights: |
        0.3194 0.6202 0.4051
        0.2633 0.7116 0.5109
        0.5891 0.6634 0.5201
        0.1085 0.9187 0.0411
        0.0355 0.7577 0.1968
        0.0813 0.5920 0.0444
      """)
    let run = try Program.run(["trace", path])
    #expect(run.status == 1)
    #expect(run.output.contains("not attention weights: rows sum to 0.72 … 1.77"), "\(run.output)")
  }

  @Test func `show, head, decimals and width choose what is printed`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("article.yaml", Self.article(modelDimension: 6))
    let run = try Program.run([
      "trace", path, "--show", "weights, Q", "--head", "1", "--decimals", "5", "--width", "60",
    ])
    #expect(run.status == 0)
    #expect(!run.output.contains("raw_scores"))
    #expect(!run.output.contains("item 0, head 0   rows"))
    #expect(run.output.contains("5 decimals, rounded"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 60 })
  }

  @Test(
    arguments: [
      (["--head", "2"], "has 2 heads"), (["--head", "-1"], "--head"),
      (["--show", "wieghts"], "no stage 'wieghts'"), (["--decimals", "99"], "expected 0 to 15"),
      (["--width", "3"], "expected 20 to 10000"), (["--export", "x.pdf"], "expected a name"),
      (["--color", "pink"], "--color"),
    ])
  func `unusable options are refused`(_ options: [String], _ part: String) throws {
    let folder = try ScratchFolder()
    let path = try folder.file("article.yaml", Self.article(modelDimension: 6))
    let run = try Program.run(["trace", path] + options, in: folder.path)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.message.contains(part), "\(run.message)")
  }

  @Test func `an export holds every stage under its id`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("article.yaml", Self.article(modelDimension: 6))
    for ending in ["npz", "safetensors"] {
      let target = folder.path + "/stages." + ending
      #expect(try Program.run(["trace", path, "--export", target]).status == 0)
      let file = try TensorFile.open(target)
      #expect(file.names.contains("weights") && file.names.contains("output_projection"))
      let weights = try file.tensor(named: "weights")
      #expect(weights.shape == [2, 2, 3, 3] && weights.precision == .float32)
    }
    let target = folder.path + "/stages.json"
    #expect(try Program.run(["trace", path, "--export", target]).status == 0)
    let data = try #require(FileManager.default.contents(atPath: target))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect((object?["stages"] as? [Any])?.count == 15)
  }

  @Test func `brief says one line a stage, exact says every digit`() throws {
    let brief = try Program.run(["trace", "lesson:4", "--brief", "--width", "120"])
    #expect(brief.status == 0)
    #expect(
      brief.output.contains(
        "\n• weights[head=2, query=5, key=5] n=50 x∈[0.002, 0.647] μ=0.200 σ=0.172\n"),
      "\(brief.output)")
    let ascii = try Program.run([
      "trace", "lesson:4", "--brief", "--head", "1", "--show", "A", "--ascii", "--width", "120",
    ])
    #expect(ascii.output.contains("weights[query=5, key=5] n=25 x in [0.002, 0.647] mean=0.200"))
    let exact = try Program.run(["trace", "lesson:4", "--exact", "--show", "weights,Q"])
    #expect(exact.output.contains("0.5807274583880825*") && !exact.output.contains("rounded"))
    for options in [["--brief", "--json"], ["--exact", "--decimals", "2"]] {
      #expect(try Program.run(["trace", "lesson:4"] + options).status == 2)
    }
  }

  @Test func `an error of shape says what was found`() throws {
    let folder = try ScratchFolder()
    let path = try folder.file(
      "shape.yaml", "format: 1\nquery: |\n  1 2\nkey: |\n  1 2 3\nvalue: |\n  1\n")
    let run = try Program.run(["trace", path])
    #expect(run.status == 2)
    #expect(
      run.message.contains(
        "Found: key[head=1, position=1, key_dim=3] n=3 x=[1.000, 2.000, 3.000]; query["),
      "\(run.message)")
  }
}

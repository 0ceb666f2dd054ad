// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import TensorFiles
import Tensors
import Testing

@testable import Checking

/// Dumps of an implementation in NumPy (`Dumps/generate.py`), right and with one mistake each.
@Suite struct InjectedMistakeTests {
  struct Fixtures {
    let problems: TensorFile
    let lengths: TensorFile
    let dumps: TensorFile

    init() throws {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Dumps").path
      problems = try TensorFile.open(folder + "/problems.npz")
      lengths = try TensorFile.open(folder + "/lengths.npz")
      dumps = try TensorFile.open(folder + "/dumps.npz")
    }

    /// What `generate.py` says of each layer, beside its numbers.
    func problem(_ layer: String) throws -> Problem {
      var problem = Problem()
      let array = { (name: String) in try? problems.tensor(named: "\(layer)/\(name)") }
      problem.input = array("X")
      problem.memory = array("M")
      problem.projections = Problem.Roles(
        query: array("W_query"), key: array("W_key"), value: array("W_value"),
        output: array("W_output"))
      problem.biases = Problem.Roles(
        query: array("b_query"), key: array("b_key"), value: array("b_value"),
        output: array("b_output"))
      problem.heads = ["grouped": 6, "even": 2, "one": 1][layer] ?? 3
      problem.keyValueHeads = ["grouped": 2, "even": 2, "one": 1][layer] ?? 3
      switch layer {
      case "plain", "cross", "zero": break
      case "padding", "even", "empty":
        let numbers = try lengths.tensor(named: "\(layer)/lengths").doubles
        problem.mask = [.keyLengths(numbers.map { Int($0) })]
      case "window": problem.mask = [.window(left: 1, right: 1)]
      default: problem.mask = [.causal(.cacheLength)]
      }
      if layer == "capped" { problem.softcap = 1.5 }
      if layer == "waves" { problem.positions = .sinusoidal }
      if layer == "rotary" { problem.positions = .rotary(Problem.RotaryCode(dimensions: 4)) }
      return problem
    }

    /// Names of dumps, the right ones included, in the order of the file.
    var cases: [String] {
      var seen: Set<String> = []
      return dumps.names.compactMap { $0.split(separator: "/").first.map(String.init) }
        .filter { seen.insert($0).inserted }
    }

    func stages(of name: String) -> [String] {
      dumps.names.filter { $0.hasPrefix(name + "/") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// The stages before the mistake are those of the right computation.
    func arrays(_ name: String) throws -> [DumpedArray] {
      let layer = name.split(separator: "+")[0]
      let own = stages(of: name)
      var result = try own.map {
        DumpedArray($0, try dumps.tensor(named: "\(name)/\($0)"))
      }
      guard name.contains("@") else { return result }
      for stage in stages(of: String(layer)) {
        if stage == own.first { break }
        result.append(DumpedArray(stage, try dumps.tensor(named: "\(layer)/\(stage)")))
      }
      return result
    }
  }

  @Test func `right dumps are right`() throws {
    let fixtures = try Fixtures()
    let layers = fixtures.cases.filter { !$0.contains("@") }
    #expect(layers.count >= 14)
    for layer in layers {
      let trace = try Attention.trace(try fixtures.problem(layer))
      for asFloat32 in [false, true] {
        let arrays = try fixtures.arrays(layer).map { array in
          asFloat32
            ? DumpedArray(array.name, .float32(array.tensor.converted(to: Float.self))) : array
        }
        let comparison = try Comparison(of: arrays, with: trace)
        #expect(comparison.stages.allSatisfy { $0.verdict == .right }, "\(layer)")
        #expect(comparison.unknown.isEmpty)
      }
    }
  }

  @Test func `each mistake is found at its stage and named`() throws {
    let fixtures = try Fixtures()
    var (count, named, unique) = (0, 0, 0)
    var mistakes: Set<String> = []
    var missed: [String] = []
    for name in fixtures.cases where name.contains("@") {
      let parts = name.split(separator: "@")
      let words = parts[0].split(separator: "+")
      let (layer, id) = (String(words[0]), String(words[1]))
      let trace = try Attention.trace(try fixtures.problem(layer))
      let comparison = try Comparison(of: try fixtures.arrays(name), with: trace)
      count += 1
      mistakes.insert(id)
      #expect(comparison.firstWrong?.stage.rawValue == String(parts[1]), "\(name)")
      let ids = comparison.firstWrong?.mistakes.map(\.id) ?? []
      if ids.contains(id) { named += 1 } else { missed.append("\(name): \(ids)") }
      if ids == [id] { unique += 1 }
    }
    print(
      "dumps: \(count) with \(mistakes.count) mistakes, \(named) named, \(unique) with one name; "
        + "missed: \(missed)")
    #expect(mistakes.isSubset(of: Set(catalogue)))
    #expect(mistakes.count >= 80)
    #expect(Double(named) >= 0.95 * Double(count), "\(missed)")
  }

  /// Every id that the engine can compute, or that is read off an array.
  private var catalogue: [String] { MistakeCatalogue.all.map(\.id) }
}

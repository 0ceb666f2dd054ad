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
      problem.upstream = array("U")
      problem.heads = ["grouped": 6, "back": 6, "even": 2, "one": 1][layer] ?? 3
      problem.keyValueHeads = ["grouped": 2, "back": 2, "even": 2, "one": 1][layer] ?? 3
      switch layer {
      case "plain", "cross", "zero", "back_cross": break
      case "padding", "even", "empty":
        let numbers = try lengths.tensor(named: "\(layer)/lengths").doubles
        problem.mask = [.keyLengths(numbers.map { Int($0) })]
      case "window": problem.mask = [.window(left: 1, right: 1)]
      default: problem.mask = [.causal(.cacheLength)]
      }
      if layer.hasSuffix("capped") { problem.softcap = 1.5 }
      if layer.hasSuffix("waves") { problem.positions = .sinusoidal }
      if layer.hasSuffix("rotary") {
        problem.positions = .rotary(Problem.RotaryCode(dimensions: 4))
      }
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

    static func layer(of name: String) -> String {
      String(name.prefix { $0 != "+" && $0 != "=" })
    }

    /// What differs from the right computation is its own; an empty array stands for none.
    func arrays(_ name: String) throws -> [DumpedArray] {
      let layer = Self.layer(of: name)
      let own = Set(stages(of: name))
      let all = stages(of: layer) + stages(of: name).filter { !stages(of: layer).contains($0) }
      return try all.compactMap { stage in
        let place = (own.contains(stage) ? name : layer) + "/" + stage
        let tensor = try dumps.tensor(named: place)
        guard tensor.count > 0 else { return nil }
        return DumpedArray(
          stage, tensor, type: NumberType(rawValue: try dumps.storedType(named: place)))
      }
    }

    func trace(_ name: String, _ arrays: [DumpedArray]) throws -> Trace {
      try problem(Self.layer(of: name)).trace(forArraysNamed: arrays.map(\.name))
    }
  }

  @Test func `right dumps are right`() throws {
    let fixtures = try Fixtures()
    let names = fixtures.cases.filter { !$0.contains("@") }
    #expect(names.count { !$0.contains("=") } >= 20)
    #expect(Set(names.compactMap(Self.variant)).isSuperset(of: Self.rightVariants))
    for name in names {
      let own = try fixtures.arrays(name)
      let trace = try fixtures.trace(name, own)
      for asFloat32 in [false, true] {
        let arrays = own.map { array in
          asFloat32
            ? DumpedArray(array.name, .float32(array.tensor.converted(to: Float.self))) : array
        }
        let comparison = try Comparison(of: arrays, with: trace)
        let wrong = comparison.stages.filter { $0.verdict != .right }.map(\.stage)
        #expect(wrong.isEmpty, "\(name): \(wrong)")
        #expect(comparison.unknown.isEmpty, "\(name)")
        #expect(comparison.stages.count == own.count, "\(name)")
      }
    }
  }

  /// The id of a right variant: `LAYER=ID+WAY`.
  private static func variant(_ name: String) -> String? {
    let parts = name.split(separator: "=")
    return parts.count == 2 ? String(parts[1].prefix { $0 != "+" }) : nil
  }

  /// What looks wrong and is right, wherever it can be seen in a dump.
  private static let rightVariants: Set<String> = [
    "query-scaled-before-product", "scale-split-between-query-and-key",
    "mask-after-softmax-renormalised", "upper-triangle-as-blocked-set",
    "large-negative-mask-constant", "any-row-constant-subtracted", "column-convention",
    "summed-head-projections", "value-dimension-root-when-equal", "merged-query-key-matrix",
  ]

  @Test func `each mistake is found at its stage and named`() throws {
    let fixtures = try Fixtures()
    var (count, named, unique) = (0, 0, 0)
    var mistakes: Set<String> = []
    var missed: [String] = []
    for name in fixtures.cases where name.contains("@") {
      let parts = name.split(separator: "@")
      let words = parts[0].split(separator: "+")
      let id = String(words[1])
      let arrays = try fixtures.arrays(name)
      let comparison = try Comparison(of: arrays, with: try fixtures.trace(name, arrays))
      count += 1
      mistakes.insert(id)
      #expect(comparison.firstWrong?.stage.rawValue == String(parts[1]), "\(name)")
      let ids = comparison.firstWrong?.mistakes.map(\.id) ?? []
      if ids.contains(id) { named += 1 } else { missed.append("\(name): \(ids)") }
      if ids == [id] { unique += 1 }
      if !id.hasPrefix("maximum-") {
        // Numbers that are finite never show it.
        #expect(!ids.contains { Self.onlyBeyondTheType.contains($0) }, "\(name): \(ids)")
      }
    }
    print(
      "dumps: \(count) with \(mistakes.count) mistakes, \(named) named, \(unique) with one name; "
        + "missed: \(missed)")
    #expect(mistakes.isSubset(of: Set(catalogue)))
    // Those of a slip of the pen, of tiles and of rings are in no dump of one attention layer.
    let inCode = MistakeCatalogue.all.filter { !Self.notInDumps.contains($0.id) }.map(\.id)
    #expect(Set(inCode).subtracting(mistakes) == [], "without a dump")
    #expect(Double(named) >= 0.95 * Double(count), "\(missed)")
  }

  private static let onlyBeyondTheType: Set<String> = [
    "maximum-not-subtracted", "maximum-clamped-at-zero",
  ]

  /// What happens on paper only, or between the parts of a computation that is cut in pieces.
  private static let notInDumps: Set<String> = [
    "product-term-dropped", "product-sign-lost", "cells-swapped", "digits-miscopied",
    "digits-truncated", "scratch-rounding", "last-weight-adjusted", "running-maximum-forgotten",
    "running-sum-not-rescaled", "accumulator-not-rescaled", "rescaled-by-inverse",
    "tiles-normalised-apart", "partials-averaged", "partials-not-rescaled",
    "partials-merged-without-sums", "partials-merged-in-wrong-base", "ring-passed-backwards",
  ]

  /// Every id that the engine can compute, or that is read off an array.
  private var catalogue: [String] { MistakeCatalogue.all.map(\.id) }
}

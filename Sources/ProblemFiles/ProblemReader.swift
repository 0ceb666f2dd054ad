// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors
import Yams

/// Turns the entries of a problem file into a `Problem`, version 1.
package struct ProblemReader {
  let root: Entry
  let folder: BoundedFolder

  static let keys = [
    "format", "title", "precision", "tokens", "input", "memory", "memory_value", "projections",
    "biases", "layout", "heads", "key_value_heads", "scale", "softcap", "mask", "empty_rows",
    "positions", "cache", "softmax", "upstream", "query", "key", "value", "weights",
    "tiles", "ring",
  ]

  func problem() throws(ProblemFileError) -> Problem {
    let entries = try root.mapping(Self.keys)
    guard let format = entries["format"] else {
      throw ProblemFileError(
        file: root.file, line: 1, key: "format", "is missing; begin the file with 'format: 1'")
    }
    guard try format.integer("the format version, 1") == 1 else {
      throw format.error("expected 1, the only version there is; found \(format.found)")
    }
    var problem = Problem()
    problem.title = try entries["title"]?.text("a title")
    if let entry = entries["precision"] { problem.precision = try entry.choice(Precision.self) }
    try readTokens(entries["tokens"], into: &problem)
    problem.input = try array(entries["input"])
    problem.memory = try array(entries["memory"])
    problem.memoryValue = try array(entries["memory_value"])
    problem.query = try array(entries["query"])
    problem.key = try array(entries["key"])
    problem.value = try array(entries["value"])
    problem.weights = try array(entries["weights"])
    problem.upstream = try array(entries["upstream"])
    problem.projections = try roles(entries["projections"])
    problem.biases = try roles(entries["biases"])
    if let entry = entries["layout"] { problem.layout = try entry.choice(Problem.Layout.self) }
    problem.heads = try count(entries["heads"])
    problem.keyValueHeads = try count(entries["key_value_heads"])
    problem.scale = try entries["scale"]?.number("a number to multiply the scores by")
    problem.softcap = try softcap(entries["softcap"])
    if let entry = entries["empty_rows"] { problem.emptyRows = try entry.choice(EmptyRows.self) }
    problem.mask = try MaskReader(folder: folder).entries(entries["mask"])
    problem.positions = try positions(entries["positions"])
    if let cache = entries["cache"] {
      let parts = try cache.mapping(["key", "value"])
      problem.cacheKey = try array(parts["key"])
      problem.cacheValue = try array(parts["value"])
    }
    if let entry = entries["softmax"] {
      problem.opensSoftmax = try entry.choice(SoftmaxForm.self) == .steps
    }
    problem.tileKeys = try part(entries["tiles"], "keys", "how many keys a tile has, 1 or more")
    problem.ringWorkers = try part(
      entries["ring"], "workers", "how many workers share the sequence, 2 or more")
    return problem
  }

  /// The one number of `tiles: {keys: 3}` or `ring: {workers: 4}`.
  private func part(
    _ entry: Entry?, _ key: String, _ expected: String
  ) throws(ProblemFileError) -> Int? {
    guard let entry else { return nil }
    guard let number = try entry.mapping([key])[key] else {
      throw entry.error("expected {\(key): \(expected)}; found nothing inside")
    }
    let count = try number.integer(expected)
    guard (1...1_000_000_000).contains(count) else {
      throw number.error("expected \(expected); found \(number.found)")
    }
    return count
  }

  private enum SoftmaxForm: String, CaseIterable { case steps, weights }

  private func array(_ entry: Entry?) throws(ProblemFileError) -> AnyTensor? {
    try entry.map { entry throws(ProblemFileError) in try entry.array(in: folder) }
  }

  private func count(_ entry: Entry?) throws(ProblemFileError) -> Int? {
    guard let entry else { return nil }
    let expected = "a whole number of heads, from 1 to 65536"
    let number = try entry.integer(expected)
    guard (1...65_536).contains(number) else {
      throw entry.error("expected \(expected); found \(entry.found)")
    }
    return number
  }

  private func softcap(_ entry: Entry?) throws(ProblemFileError) -> Double? {
    guard let entry else { return nil }
    let cap = try entry.number("a cap above 0")
    guard cap > 0 else { throw entry.error("expected a cap above 0; found \(entry.found)") }
    return cap
  }

  private func roles(_ entry: Entry?) throws(ProblemFileError) -> Problem.Roles<AnyTensor> {
    guard let entry else { return Problem.Roles() }
    let parts = try entry.mapping(["query", "key", "value", "output"])
    return Problem.Roles(
      query: try array(parts["query"]), key: try array(parts["key"]),
      value: try array(parts["value"]), output: try array(parts["output"]))
  }

  // MARK: - Tokens

  private func readTokens(_ entry: Entry?, into problem: inout Problem) throws(ProblemFileError) {
    guard let entry else { return }
    if case .mapping = entry.node {
      let parts = try entry.mapping(["query", "key"])
      problem.queryLabels = try labels(parts["query"])
      problem.keyLabels = try labels(parts["key"])
    } else {
      problem.queryLabels = try labels(entry)
      problem.keyLabels = problem.queryLabels
    }
  }

  private func labels(_ entry: Entry?) throws(ProblemFileError) -> [String]? {
    guard let entry else { return nil }
    var labels: [String] = []
    for item in try entry.list("a list of tokens, such as [the, cat, sat]") {
      guard case .scalar(let scalar) = item.node, !item.isMissing else {
        throw item.error(
          "expected a token; found \(item.found). Put quotes around a sign or an empty token: \"[\", \"\""
        )
      }
      guard scalar.string.utf8.count <= Self.longestToken else {
        throw item.error("is longer than \(Self.longestToken) bytes; no token is")
      }
      labels.append(scalar.string)
    }
    return labels
  }

  package static let longestToken = 1000

  // MARK: - Positions

  private func positions(_ entry: Entry?) throws(ProblemFileError) -> Problem.PositionCode? {
    guard let entry else { return nil }
    if case .scalar = entry.node {
      switch try entry.text("sinusoidal, alibi, rotary or {rotary: …}") {
      case "sinusoidal": return .sinusoidal
      case "alibi": return .alibi
      case "rotary": return .rotary(Problem.RotaryCode())
      case let word:
        let near = NearestSpelling.of(word, among: ["sinusoidal", "alibi", "rotary"])
        throw entry.error(
          "expected sinusoidal, alibi, rotary or {rotary: …}; found \(entry.found)"
            + (near.map { "; did you mean '\($0)'?" } ?? ""))
      }
    }
    guard let rotary = try entry.mapping(["rotary"])["rotary"] else {
      throw entry.error("expected {rotary: {base: 10000, …}}; found nothing inside")
    }
    let parts = try rotary.mapping(["base", "dimensions", "interleaved", "cos", "sin"])
    var code = Problem.RotaryCode()
    if let base = parts["base"] {
      code.base = try base.number("the base of the angles")
      guard code.base > 0 else { throw base.error("expected a base above 0; found \(base.found)") }
    }
    code.dimensions = try parts["dimensions"]?.integer("the number of features that are turned")
    if let entry = parts["interleaved"] { code.interleaved = try entry.truth() }
    code.cosines = try array(parts["cos"])
    code.sines = try array(parts["sin"])
    return .rotary(code)
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles
import Tensors
import Yams

extension Worksheet {
  static let keys = ["format", "problem", "seed", "student", "decimals", "steps"]
  static let mostDecimals = 12
  /// What no sheet can ask for is what the machine rounds away; it is shown as 0.
  static let noise = unit(mostDecimals) / 2
  /// The places asked for where neither the sheet nor its numbers say.
  static let usualDecimals = 2

  /// Reads a filled-in sheet.
  ///
  /// - Parameters:
  ///   - path: A YAML file.
  ///   - locator: Where its problem may lie.
  ///   - store: Keeps problems for the next sheet.
  /// - Throws: `ProblemFileError` naming file, line and key.
  public init(
    path: String, locator: ProblemLocator, store: ProblemStore = ProblemStore()
  ) throws(ProblemFileError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try self.init(
      text: try TextFile.read(path), path: path, folder: folder.isEmpty ? "/" : folder,
      locator: locator, store: store)
  }

  /// Reads a sheet from text.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - path: What errors call it.
  ///   - folder: Where relative paths begin.
  ///   - locator: Where its problem may lie.
  ///   - store: Keeps problems for the next sheet.
  /// - Throws: `ProblemFileError` naming line and key.
  public init(
    text: String, path: String, folder: String, locator: ProblemLocator,
    store: ProblemStore = ProblemStore()
  ) throws(ProblemFileError) {
    let source = SourceText(withoutMark: text, file: path)
    let root = Entry(node: try SafeYAML.parse(source), path: "", source: source)
    let entries = try root.mapping(Self.keys)
    guard let format = entries["format"] else {
      throw ProblemFileError(
        file: path, line: 1, key: "format", "is missing; a worksheet begins with 'format: 1'")
    }
    guard try format.integer("the format version, 1") == 1 else {
      throw format.error("expected 1, the only version there is; found \(format.found)")
    }
    guard let source = entries["problem"] else {
      throw ProblemFileError(
        file: path, line: 1, key: "problem",
        "is missing; name a problem file, a lesson (lesson:NN-slug), or write the problem here")
    }
    guard let stepsEntry = entries["steps"] else {
      throw ProblemFileError(
        file: path, line: 1, key: "steps",
        "is missing; 'attn worksheet PROBLEM' prints a sheet with the steps to fill in")
    }
    let (file, filePath) = try Self.problemFile(source, folder, locator, store)
    let seed = try entries["seed"].map { entry throws(ProblemFileError) in try Self.seed(entry) }
    let typed = try TypedStepReader(entry: stepsEntry).matrices()
    let decimals =
      try entries["decimals"].map { entry throws(ProblemFileError) in try Self.decimals(entry) }
      ?? Self.usualPlaces(typed)
    let opening: Set<StageID> = [.exponentials, .rowSums, .rowMaximum]
    let opensSoftmax = typed.contains { opening.contains(StageID($0.name)) }
    computation = filePath.map {
      ProblemStore.Key(path: $0, seed: seed, decimals: decimals, opensSoftmax: opensSoftmax)
    }
    let computed = try store.computed(computation) { () throws(ProblemFileError) in
      var problem = file.problem
      if let seed { problem = try Self.variant(problem, seed, decimals, source) }
      problem.opensSoftmax = opensSoftmax
      return (problem, try Self.trace(problem, file, source))
    }
    self.path = path
    problem = computed.problem
    problemName = source.node.string
    self.seed = seed
    student =
      try entries["student"].map { entry throws(ProblemFileError) in
        try Self.student(entry)
      } ?? Student()
    self.decimals = decimals
    trace = computed.trace
    steps = try TypedStepReader(entry: stepsEntry).steps(typed, of: trace)
  }

  private static func problemFile(
    _ source: Entry, _ folder: String, _ locator: ProblemLocator, _ store: ProblemStore
  ) throws(ProblemFileError) -> (file: ProblemFile, path: String?) {
    if case .mapping = source.node {
      try refuseFiles(source.node, source)
      let root = Entry(node: source.node, path: "", source: source.source)
      return (try ProblemFile(root: root, folder: BoundedFolder(folder)), nil)
    }
    let name = try source.text("the path of a problem, lesson:NN-slug, or the problem itself")
    let path = try locator.path(source, name, sheetFolder: folder)
    return (try store.file(path), path)
  }

  /// An inline problem holds its own numbers: it may not read other files.
  private static func refuseFiles(_ node: Node, _ source: Entry) throws(ProblemFileError) {
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        if key.string == "file" {
          throw ProblemFileError(
            file: source.file, line: key.mark?.line, key: "problem",
            "a problem inside a sheet may not read files; write its numbers out")
        }
        try refuseFiles(value, source)
      }
    case .sequence(let items): for item in items { try refuseFiles(item, source) }
    default: break
    }
  }

  private static func trace(
    _ problem: Problem, _ file: ProblemFile, _ source: Entry
  ) throws(ProblemFileError) -> Trace {
    do throws(ProblemError) {
      return try Attention.trace(problem)
    } catch {
      // The file's own way of computing it knows the line.
      _ = try file.trace()
      throw source.error("\(error)")
    }
  }

  private static func variant(
    _ problem: Problem, _ seed: UInt64, _ decimals: Int, _ source: Entry
  ) throws(ProblemFileError) -> Problem {
    do throws(VariantError) {
      return try Variant(of: problem, seed: seed, decimals: decimals).problem
    } catch {
      throw source.error("\(error)")
    }
  }

  private static func seed(_ entry: Entry) throws(ProblemFileError) -> UInt64 {
    guard let seed = UInt64(try entry.text("a whole number from 0")) else {
      throw entry.error("expected a whole number from 0; found \(entry.found)")
    }
    return seed
  }

  private static func decimals(_ entry: Entry) throws(ProblemFileError) -> Int {
    let decimals = try entry.integer("the number of decimals, 0 to \(mostDecimals)")
    guard (0...mostDecimals).contains(decimals) else {
      throw entry.error("expected 0 to \(mostDecimals) decimals; found \(entry.found)")
    }
    return decimals
  }

  private static func student(_ entry: Entry) throws(ProblemFileError) -> Student {
    let parts = try entry.mapping(["id", "name"])
    func text(_ key: String) throws(ProblemFileError) -> String {
      guard let part = parts[key], !part.isMissing else { return "" }
      guard case .scalar(let scalar) = part.node else {
        throw part.error("expected text; found \(part.found)")
      }
      guard scalar.string.utf8.count <= 1000 else { throw part.error("is longer than any name") }
      return scalar.string
    }
    return Student(id: try text("id"), name: try text("name"))
  }

  /// The number of places most typed numbers have.
  private static func usualPlaces(_ typed: [TypedMatrix]) -> Int {
    var counts: [Int: Int] = [:]
    for case let places? in typed.flatMap({ $0.cells.map { $0?.decimals } }) where places > 0 {
      counts[min(places, mostDecimals), default: 0] += 1
    }
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? usualDecimals
  }
}

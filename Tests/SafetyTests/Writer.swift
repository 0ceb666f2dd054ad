// SPDX-License-Identifier: MIT

import Checking
import Foundation
import Lessons
import TensorFiles
import Tensors

/// What is written again and again, each generation another than the last.
enum Writer: String, CaseIterable, Codable, Sendable {
  case progress, arrays, page, gradebook

  struct Damage: Error, CustomStringConvertible {
    let description: String
  }

  func write(_ generation: Int, in folder: String) throws {
    switch self {
    case .progress:
      let event = ProgressEvent.read(lesson: "a", part: generation, count: 1 << 20)
      if let note = Self.store(folder).record([event]) { throw Damage(description: note) }
    case .arrays:
      let scalars = [Double](repeating: Double(generation), count: 20_011)
      let tensor = Tensor(axes: [Axis("a", scalars.count)], scalars: scalars)
      try TensorFile.write(
        [("X", .float64(tensor)), ("Y", .float64(tensor))], to: folder + "/result.npz")
    case .page:
      try AtomicFile.write(Self.page(generation), to: folder + "/result.html")
    case .gradebook:
      try AtomicFile.write(Self.gradebook(generation), to: folder + "/result.csv")
    }
  }

  /// The generation that is there, whole.
  ///
  /// - Throws: `Damage`, and whatever reading says.
  func generation(in folder: String) throws -> Int {
    switch self {
    case .progress:
      let (progress, note) = Self.store(folder).read()
      if let note { throw Damage(description: note) }
      let parts = progress.of("a").parts
      guard parts == Set(1...parts.count) else { throw Damage(description: "\(parts)") }
      return parts.count
    case .arrays:
      let file = try TensorFile.open(folder + "/result.npz")
      let numbers = try ["X", "Y"].flatMap { try file.tensor(named: $0).doubles }
      guard let first = numbers.first, numbers.count == 40_022, numbers.allSatisfy({ $0 == first })
      else { throw Damage(description: "numbers of two generations") }
      return Int(first)
    case .page: return try Self.generation(folder + "/result.html", Self.page)
    case .gradebook: return try Self.generation(folder + "/result.csv", Self.gradebook)
    }
  }

  /// Nothing lies there but what belongs there.
  func requireNothingElse(in folder: String) throws {
    let names = Set(try FileManager.default.contentsOfDirectory(atPath: folder))
    let ours: Set = [
      "notes", "attention-tracer", "result.npz", "result.html", "result.csv",
    ]
    guard names.isSubset(of: ours) else { throw Damage(description: "\(names)") }
  }

  private static func store(_ folder: String) -> ProgressStore {
    ProgressStore { $0 == "XDG_STATE_HOME" ? folder : nil }
  }

  private static func page(_ generation: Int) -> String {
    "\(generation)\n" + String(repeating: "<td>\(generation)</td>\n", count: 9973) + "end\n"
  }

  private static func gradebook(_ generation: Int) -> String {
    let files = (0..<97).map { place in
      GradedFile(
        file: "\(place).yaml", student: .init(id: "\(generation)", name: "=\(place)"),
        outcome: .failed(.init(.missing, "nothing was handed in")))
    }
    return "\(generation)\n"
      + ResultFormat.csv.text(GradingReport(files: files, graded: TimeStamp(seconds: 0)))
  }

  private static func generation(_ path: String, _ text: (Int) -> String) throws -> Int {
    let found = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    guard let number = found.split(separator: "\n").first.flatMap({ Int($0) }),
      found == text(number)
    else { throw Damage(description: "\(path) is half written: \(found.prefix(80))") }
    return number
  }
}

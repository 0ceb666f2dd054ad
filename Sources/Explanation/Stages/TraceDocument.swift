// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// A whole trace as a document: what was computed, every stage, and what was checked.
public struct TraceDocument {
  let trace: Trace
  let title: String?
  let section: StageSection
  /// What was checked about the trace, once.
  public let invariants: [Invariant]

  public init(_ trace: Trace, title: String? = nil, section: StageSection) {
    self.trace = trace
    self.title = title
    self.section = section
    invariants = trace.invariants()
  }

  /// The document.
  ///
  /// - Parameter stages: The stages to show; all of them when `nil`.
  /// - Returns: Title, sizes, stages and what was checked.
  public func document(showing stages: [StageID]? = nil) -> Document {
    var blocks: [Block] = []
    if let title { blocks.append(.heading(level: 1, Text(printableLabel(title)))) }
    blocks.append(.paragraph(Text(sizes)))
    if let notes = section.cellNotes { blocks.append(.paragraph(notes.statement)) }
    for stage in stages ?? trace.stages { blocks += section.blocks(stage) }
    let strip = checks
    if !strip.isEmpty {
      blocks.append(.heading(level: 2, "checked"))
      blocks.append(.checks(strip))
    }
    return Document(blocks)
  }

  /// One line for each stage: shape, range, mean, deviation, and loudly what is no number.
  ///
  /// - Parameters:
  ///   - stages: The stages to show; all of them when `nil`.
  ///   - spoken: Whether the lines are read aloud.
  ///   - unicode: Whether the lines may hold more than ASCII.
  /// - Returns: Title, sizes, and a line a stage.
  public func brief(
    showing stages: [StageID]? = nil, spoken: Bool = false, unicode: Bool = true
  ) -> Document {
    var blocks: [Block] = []
    if let title { blocks.append(.heading(level: 1, Text(printableLabel(title)))) }
    blocks.append(.paragraph(Text(sizes)))
    let items = (stages ?? trace.stages).compactMap { id -> [Block]? in
      guard let tensor = section.tensor(id) else { return nil }
      let summary = TensorSummary(id.rawValue, tensor)
      return [.paragraph(Text(spoken ? summary.sentence : summary.line(unicode: unicode)))]
    }
    blocks.append(.list(items, ordered: false))
    let strip = checks.filter { $0.outcome == .failed }
    if !strip.isEmpty { blocks.append(.checks(strip)) }
    return Document(blocks)
  }

  /// The strip of invariants.
  public var checks: [Check] {
    invariants.map { Check($0.holds, Text($0.finding)) }
  }

  private var sizes: String {
    var parts: [String] = []
    if let weights = trace[.weights] {
      for axis in weights.axes where axis.name != .batch || axis.size > 1 {
        parts.append(plural(axis))
      }
    }
    if let key = trace[.key] { parts.append("key_dim \(key.shape.last ?? 0)") }
    if let value = trace[.value] { parts.append("value_dim \(value.shape.last ?? 0)") }
    return (parts + [trace.precision.rawValue]).joined(separator: ", ")
  }

  private func plural(_ axis: Axis) -> String {
    let word =
      switch axis.name {
      case .batch: axis.size == 1 ? "batch item" : "batch items"
      case .head: axis.size == 1 ? "head" : "heads"
      case .query: axis.size == 1 ? "query" : "queries"
      case .key: axis.size == 1 ? "key" : "keys"
      default: axis.name.rawValue
      }
    return "\(axis.size) \(word)"
  }
}

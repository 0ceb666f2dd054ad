// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// Why a cell that was asked for does not exist, and what does.
public struct CellLookupError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String
}

extension Trace {
  /// Finds the cell a text names.
  ///
  /// - Parameter text: Such as `weights[0,2,1]`; also with a stage's other names, `A[0,2,1]`.
  /// - Returns: The address, which the trace has.
  /// - Throws: `CellLookupError` that names the stages, or the axes and their sizes.
  public func cell(_ text: String) throws(CellLookupError) -> CellAddress {
    guard let address = CellAddress(text) else {
      let example = stages.last.flatMap { id in
        self[id].map { "\(id)\(brackets($0.shape.map { $0 - 1 }))" }
      }
      throw CellLookupError(
        description: "'\(text.prefix(80))' is no cell; write a stage and one index an axis, "
          + "counted from 0, such as '\(example ?? "weights[0,2,1]")'")
    }
    let stage = try self.stage(named: address.stage.rawValue)
    guard let axes = record(stage)?.axes else {
      throw CellLookupError(description: "\(stage) holds no numbers")
    }
    guard address.cell.count == axes.count else {
      throw CellLookupError(
        description:
          "\(address) has \(address.cell.count) indices; \(stage) has \(axes.count) axes "
          + "\(axes.inWords)")
    }
    for (index, axis) in zip(address.cell, axes) where index >= axis.size {
      throw CellLookupError(
        description:
          "\(address): \(axis.name) \(index) is outside; \(stage) is \(axes.inWords) and "
          + "counts from 0, so the last \(axis.name) is \(axis.size - 1)")
    }
    return CellAddress(stage, address.cell)
  }

  /// Finds a stage by its id, symbol or another accepted name.
  ///
  /// - Throws: `CellLookupError` that lists the stages there are.
  public func stage(named name: String) throws(CellLookupError) -> StageID {
    let id = StageID(name)
    if record(id) != nil { return id }
    for stage in stages {
      let known = Stage.named(stage)
      if known.aliases.contains(name) || known.symbol.text(.unicode) == name
        || known.symbol.text(.ascii) == name
      {
        return stage
      }
    }
    let known = stages.map(\.rawValue)
    let near = NearestSpelling.of(name, among: known).map { "did you mean '\($0)'? It" } ?? "it"
    throw CellLookupError(
      description: "there is no stage '\(name.prefix(80))' in this trace; \(near) has "
        + known.joined(separator: ", "))
  }
}

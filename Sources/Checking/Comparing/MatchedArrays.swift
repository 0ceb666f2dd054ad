// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// The arrays of a dump, each with the stage of the trace it stands for.
struct MatchedArrays {
  struct Match {
    let array: DumpedArray
    let name: DumpedName
    let place: Int
  }

  /// In the order of the computation.
  let matches: [Match]
  let unknown: [String]

  init(_ arrays: [DumpedArray], _ trace: Trace, layer: Int?) throws(ComparisonError) {
    var matches: [Match] = []
    var unknown: [String] = []
    var layers: Set<Int> = []
    for array in arrays {
      guard let name = DumpedName(array.name), let place = trace.place(of: name.stage) else {
        unknown.append(array.name)
        continue
      }
      if let own = name.layer { layers.insert(own) }
      if let layer, let own = name.layer, own != layer { continue }
      matches.append(Match(array: array, name: name, place: place))
    }
    if let layer, !layers.contains(layer) { throw .noLayer(layer, found: layers.sorted()) }
    guard layer != nil || layers.count <= 1 else { throw .severalLayers(layers.sorted()) }
    guard !matches.isEmpty else { throw .nothingKnown(names: arrays.map(\.name)) }
    for (_, same) in Dictionary(grouping: matches, by: \.place) where same.count > 1 {
      throw .twice(same[0].name.stage, names: same.map(\.array.name))
    }
    self.matches = matches.sorted { $0.place < $1.place }
    self.unknown = unknown
  }

  /// What the arrays were computed in: the coarsest type among them.
  ///
  /// Numbers stored as float64 that float32 holds exactly, all of them, were computed in float32 and
  /// widened.
  var type: NumberType {
    let coarsest = matches.map(\.array.type).max() ?? .float64
    guard coarsest == .float64 else { return coarsest }
    return matches.allSatisfy { $0.array.tensor.isWidened } ? .float32 : .float64
  }
}

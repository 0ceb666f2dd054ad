// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

@testable import Checking

/// The arrays an implementation would hand over, computed by the engine, with or without a mistake.
struct EngineDump {
  let trace: Trace
  var mistake: (place: Int, recipe: Recipe)?

  /// Stages that are computed, in order.
  var computed: [Int] {
    trace.records.indices.filter {
      trace.records[$0].stage != nil && trace.records[$0].operation != nil
    }
  }

  /// Every computed stage; `nil` when the mistake's shapes do not go on.
  func arrays(only stages: Set<StageID>? = nil) -> [DumpedArray]? {
    let right = Recomputation(trace, NumberType.float64.rounding)
    let own =
      mistake.map { Recomputation(right, replacing: $0.place, by: $0.recipe) } ?? right
    var result: [DumpedArray] = []
    for place in computed {
      guard let stage = trace.records[place].stage else { continue }
      if let stages, !stages.contains(stage) { continue }
      guard let value = own.value(place)?.value else { return nil }
      let tensor: AnyTensor =
        trace.precision == .float32
        ? .float32(AnyTensor.float64(value).converted(to: Float.self)) : .float64(value)
      result.append(DumpedArray(stage.rawValue, tensor))
    }
    return result
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// The types of number that implementations compute attention in.
public enum NumberType: String, Sendable, CaseIterable, Comparable {
  case float64, float32, float16, bfloat16

  /// How far one rounding goes, and where precision ends.
  public var rounding: Rounding {
    switch self {
    case .float64:
      Rounding(unit: 0x1p-53, smallest: 0x1p-1022, largest: .greatestFiniteMagnitude)
    case .float32:
      Rounding(unit: 0x1p-24, smallest: 0x1p-126, largest: Double(Float.greatestFiniteMagnitude))
    case .float16: Rounding(unit: 0x1p-11, smallest: 0x1p-14, largest: 65_504)
    case .bfloat16: Rounding(unit: 0x1p-8, smallest: 0x1p-126, largest: 0x1.FEp127)
    }
  }

  init(_ precision: Precision) { self = precision == .float32 ? .float32 : .float64 }

  /// Finer before coarser.
  public static func < (left: NumberType, right: NumberType) -> Bool {
    left.rounding.unit < right.rounding.unit
  }
}

extension AnyTensor {
  /// Whether float32 holds every number exactly.
  var isWidened: Bool {
    guard case .float64(let tensor) = self else { return true }
    return tensor.withContiguous { numbers in
      numbers.allSatisfy { $0.isNaN || Double(Float($0)) == $0 }
    }
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// One array that an implementation handed over.
public struct DumpedArray: Sendable {
  /// A stage id, or another name that dumps use for one.
  public let name: String
  public let tensor: AnyTensor
  /// What it is stored in, which decides how far rounding may go.
  public let type: NumberType

  /// - Parameters:
  ///   - name: Such as `weights`, `pattern` or `blocks.0.attn.hook_pattern`.
  ///   - tensor: The numbers; names of axes do not matter, their order does.
  ///   - type: What they were stored in, where that is coarser than the tensor's own type.
  public init(_ name: String, _ tensor: AnyTensor, type: NumberType? = nil) {
    self.name = name
    self.tensor = tensor
    self.type = type ?? NumberType(tensor.precision)
  }
}

/// A name in a dump, read: which stage it means, of which layer, in which order of axes.
struct DumpedName: Equatable {
  let stage: StageID
  let layer: Int?
  /// Whether positions stand before heads: TransformerLens' `hook_q hook_k hook_v hook_z`.
  let isPositionFirst: Bool

  /// Reads a name; `nil` when it is no stage's.
  init?(_ name: String) {
    var rest = Substring(name)
    var layer: Int?
    if rest.hasPrefix("blocks.") {
      let parts = rest.split(separator: ".", maxSplits: 2)
      guard parts.count == 3, let number = Int(parts[1]), number >= 0 else { return nil }
      layer = number
      rest = parts[2]
    }
    if rest.hasPrefix("attn.") { rest = rest.dropFirst("attn.".count) }
    let bare = String(rest)
    guard let stage = Self.stages[bare] ?? Self.gradient(bare) ?? Self.stages[bare.lowercased()]
    else { return nil }
    self.stage = stage
    self.layer = layer
    isPositionFirst = Self.positionFirst.contains(bare)
  }

  private static let positionFirst: Set<String> = [
    "hook_q", "hook_k", "hook_v", "hook_z", "hook_rot_q", "hook_rot_k",
  ]

  /// Stage ids and their other names.
  private static let stages: [String: StageID] = {
    var result: [String: StageID] = [:]
    for stage in Stage.all {
      result[stage.id.rawValue] = stage.id
      for alias in stage.aliases { result[alias] = stage.id }
    }
    return result
  }()

  private static func gradient(_ name: String) -> StageID? {
    for prefix in ["grad_", "d_"] where name.hasPrefix(prefix) {
      return stages[String(name.dropFirst(prefix.count))]?.gradient
    }
    return nil
  }

  /// Every name that is understood, for messages.
  static var known: [String] { stages.keys.sorted() }
}

/// Numbers brought to the axes of their stage.
enum Alignment {
  case fits(Tensor<Double>, note: ComparedStage.Note?)
  case differs

  /// Lays numbers over the axes of a stage.
  ///
  /// Axes of size one may be missing or extra: leading batch axes, the head axis of a single head, the
  /// last axis of row sums. They hold no place, so the numbers stay in their order.
  init(_ tensor: AnyTensor, over axes: [Axis], isPositionFirst: Bool) {
    var numbers = tensor.converted(to: Double.self)
    let hasHeads = axes.count >= 3 && axes[axes.count - 3].name == .head
    if isPositionFirst, hasHeads, numbers.axes.count >= 3 {
      let last = numbers.axes.count - 1
      numbers = numbers.exchanging(last - 2, last - 1)
    }
    if let laid = Self.laid(numbers, over: axes) {
      self = .fits(laid, note: nil)
    } else if hasHeads, !isPositionFirst, numbers.axes.count >= 3,
      let laid = Self.laid(
        numbers.exchanging(numbers.axes.count - 3, numbers.axes.count - 2), over: axes)
    {
      self = .fits(laid, note: .positionBeforeHead)
    } else {
      self = .differs
    }
  }

  static func laid(_ numbers: Tensor<Double>, over axes: [Axis]) -> Tensor<Double>? {
    let places = { (shape: [Int]) in shape.filter { $0 != 1 } }
    guard places(numbers.shape) == places(axes.map(\.size)) else { return nil }
    return Tensor(axes: axes, scalars: numbers.scalars)
  }
}

// SPDX-License-Identifier: MIT

import Tensors

extension Mask {
  public var mistakes: [Mistake] {
    guard !rules.isEmpty, !isPart else { return [] }
    return general + causal + padding + window
  }

  private var isCausal: Bool {
    rules.contains { if case .causal = $0 { true } else { false } }
  }

  private var general: [Mistake] {
    [
      Mistake(
        isCausal ? "no-causal-mask" : "mask-missing", "The scores were not masked.",
        remedy: "Set every blocked score to −∞ before the softmax.",
        seenIn: ["facebookresearch/xformers#103"]
      ) { _ in .operand(0) },
      Mistake(
        "masked-with-zero", "Blocked scores were set to 0; e^0 = 1 still takes a share.",
        remedy: "Use −∞, whose exponential is 0.",
        seenIn: ["georg-wolflein/good-features#1", "allenai/allennlp#105"]
      ) { [self] _ in .apply(Mask(rules, blockedValue: 0), [.operand(0)]) },
      Mistake(
        "masked-with-plus-infinity", "Blocked scores were set to +∞.",
        remedy: "Use −∞.", seenIn: ["lucidrains/memory-compressed-attention#2"]
      ) { [self] _ in .apply(Mask(rules, blockedValue: .infinity), [.operand(0)]) },
      Mistake(
        "mask-constant-too-small", "The negative number that blocks is too small; weight leaks.",
        remedy: "Use −∞, or at least −1e9."
      ) { [self] _ in .apply(Mask(rules, blockedValue: -10), [.operand(0)]) },
      Mistake(
        "mask-meaning-reversed", "Visible and blocked changed places.",
        remedy: "Check what true means: may attend, or is left out.",
        seenIn: ["rasbt/LLMs-from-scratch#1061", "pytorch/pytorch#120668"]
      ) { [self] scene in
        hiding(scene) { cell in !isHidden(cell, scene.operands[0]) }
      },
      Mistake(
        "mask-added-as-number",
        "A Boolean mask was added as a number: visible scores are 1 higher.",
        remedy: "Turn the mask into 0 and −∞ before adding it.",
        seenIn: ["huggingface/transformers#41443"]
      ) { [self] scene in
        let axes = scene.operands[0]
        let numbers = allCells(axes.map(\.size)).map { isHidden($0, axes) ? 0.0 : 1.0 }
        return .apply(AddConstant(Tensor(axes: axes, scalars: numbers)), [.operand(0)])
      },
    ]
  }

  private var causal: [Mistake] {
    guard isCausal else { return [] }
    return [
      Mistake(
        "diagonal-masked-too", "The diagonal was blocked as well.",
        remedy: "A query sees its own position: keep j ≤ i.", seenIn: ["pbloem/former#10"]
      ) { [self] _ in .apply(shifted(by: -1), [.operand(0)]) },
      Mistake(
        "one-future-token-visible", "One future key is visible.",
        remedy: "Keep j ≤ i, not j ≤ i + 1.", seenIn: ["RVC-Boss/GPT-SoVITS#965"]
      ) { [self] _ in .apply(shifted(by: 1), [.operand(0)]) },
      Mistake(
        "mask-upside-down", "The mask keeps the future and blocks the past.",
        remedy: "Keep the lower triangle, j ≤ i."
      ) { [self] scene in
        guard let offsets = causalOffsets else { return nil }
        let others = Mask(rules.filter { if case .causal = $0 { false } else { true } })
        let axes = scene.operands[0]
        return hiding(scene) { cell in
          let batch = cell.count > 3 ? cell[0] : 0
          return cell[cell.count - 1] < cell[cell.count - 2] + offsets[item: batch]
            || others.isHidden(cell, axes)
        }
      },
      Mistake(
        "causal-corner-wrong", "The causal mask was aligned to the wrong corner.",
        remedy: "With n_q ≠ n_k say which corner: j ≤ i, or j ≤ i + n_k − n_q.",
        seenIn: ["pytorch/pytorch#103082", "Dao-AILab/flash-attention#517"]
      ) { [self] scene in
        let axes = scene.operands[0]
        let difference = axes[axes.count - 1].size - axes[axes.count - 2].size
        guard difference != 0, let offsets = causalOffsets else { return nil }
        let other = offsets.allSatisfy { $0 == difference } ? -difference : difference
        return .apply(shifted(by: other), [.operand(0)])
      },
    ]
  }

  private var padding: [Mistake] {
    guard
      let lengths = rules.lazy.compactMap({ rule -> [Int]? in
        if case .keyLengths(let lengths) = rule { lengths } else { nil }
      }).first
    else { return [] }
    return [
      Mistake(
        "padding-mask-on-queries", "The padding mask blocks query rows instead of key columns.",
        remedy: "Padding hides keys: the mask goes along the last axis.",
        seenIn: ["lsdefine/attention-is-all-you-need-keras#16", "hyunwoongko/transformer#40"]
      ) { [self] scene in
        let others = rules.filter { if case .keyLengths = $0 { false } else { true } }
        let axes = scene.operands[0]
        return hiding(scene) { cell in
          let batch = cell.count > 3 ? cell[0] : 0
          return cell[cell.count - 2] >= lengths[item: batch]
            || Mask(others).isHidden(cell, axes)
        }
      }
    ]
  }

  private var window: [Mistake] {
    let hasWindow = rules.contains { if case .window = $0 { true } else { false } }
    guard hasWindow else { return [] }
    return [1, -1].map { change in
      Mistake(
        "window-off-by-one",
        change > 0
          ? "The window is one wider than stated." : "The window is one narrower than stated.",
        remedy: "Say whether the window counts the query's own position.",
        seenIn: ["huggingface/transformers#39408", "vllm-project/vllm#3385"]
      ) { [self] _ in
        var changes = false
        let changed = rules.map { rule -> MaskRule in
          guard case .window(let left, let right, let offsets) = rule,
            let size = left ?? right, size + change >= 0
          else { return rule }
          changes = true
          return .window(
            left: left.map { $0 + change }, right: left == nil ? size + change : right,
            offsets: offsets)
        }
        return changes ? .apply(Mask(changed), [.operand(0)]) : nil
      }
    }
  }

  private var causalOffsets: [Int]? {
    for case .causal(let offsets) in rules { return offsets }
    return nil
  }

  private func shifted(by change: Int) -> Mask {
    Mask(
      rules.map { rule in
        guard case .causal(let offsets) = rule else { return rule }
        return .causal(offsets: offsets.map { $0 + change })
      })
  }

  func isHidden(_ cell: [Int], _ axes: [Axis]) -> Bool {
    rules.contains { $0.reason(cell: cell, axes: axes) != nil }
  }

  /// A mask of the scores' own shape that hides the cells a predicate names.
  private func hiding(_ scene: MistakeScene, _ isHidden: ([Int]) -> Bool) -> Recipe {
    let axes = scene.operands[0]
    let numbers: [Float] = allCells(axes.map(\.size)).map { isHidden($0) ? 0 : 1 }
    return .apply(Mask([.allow(Tensor(axes: axes, scalars: numbers))]), [.operand(0)])
  }
}

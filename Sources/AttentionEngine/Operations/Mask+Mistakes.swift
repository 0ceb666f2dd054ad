// SPDX-License-Identifier: MIT

import Tensors

extension Mask {
  public var mistakes: [Mistake] {
    guard !rules.isEmpty, !isPart else { return [] }
    return general + constants + causal + padding + window + items
  }

  private var isCausal: Bool {
    rules.contains { if case .causal = $0 { true } else { false } }
  }

  private var general: [Mistake] {
    [
      Mistake(
        isCausal ? "no-causal-mask" : "mask-missing", "The scores were not masked.",
        remedy: "Set every blocked score to −∞ before the softmax."
      ) { _ in .operand(0) },
      Mistake(
        "masked-with-zero", "Blocked scores were set to 0; e^0 = 1 still takes a share.",
        remedy: "Use −∞, whose exponential is 0."
      ) { [self] _ in .apply(Mask(rules, blockedValue: 0), [.operand(0)]) },
      Mistake(
        "masked-with-plus-infinity", "Blocked scores were set to +∞.",
        remedy: "Use −∞."
      ) { [self] _ in .apply(Mask(rules, blockedValue: .infinity), [.operand(0)]) },
      Mistake(
        "mask-meaning-reversed", "Visible and blocked changed places.",
        remedy: "Check what true means: may attend, or is left out."
      ) { [self] scene in
        hiding(scene) { cell in !isHidden(cell, scene.operands[0]) }
      },
      Mistake(
        "mask-added-as-number",
        "A Boolean mask was added as a number: visible scores are 1 higher.",
        remedy: "Turn the mask into 0 and −∞ before adding it."
      ) { [self] scene in
        let axes = scene.operands[0]
        let numbers = allCells(axes.map(\.size)).map { isHidden($0, axes) ? 0.0 : 1.0 }
        return .apply(AddConstant(Tensor(axes: axes, scalars: numbers)), [.operand(0)])
      },
    ]
  }

  private var constants: [Mistake] {
    let leak = "The negative number that blocks is too small; weight leaks."
    let remedy = "Use −∞, or at least −1e9."
    return [-1, -2.718281828459045, -5, -10, -100].map { constant in
      Mistake("mask-constant-too-small", leak, remedy: remedy) { [self] _ in
        .apply(Mask(rules, blockedValue: constant), [.operand(0)])
      }
    }
      + [-1, -10, -100].map { constant in
        Mistake("mask-constant-too-small", leak, remedy: remedy) { [self] scene in
          adding(scene, hidden: constant, visible: 0)
        }
      } + [
        Mistake(
          "mask-exponent-sign", "1e−9 or −1e−9 was written for −1e9.",
          remedy: "Check the sign of the exponent: −1e9 blocks, −1e−9 is as good as 0."
        ) { [self] _ in .apply(Mask(rules, blockedValue: -1e-9), [.operand(0)]) },
        Mistake(
          "mask-exponent-sign", "1e−9 or −1e−9 was added for −1e9.",
          remedy: "Check the sign of the exponent: −1e9 blocks, −1e−9 is as good as 0."
        ) { [self] scene in adding(scene, hidden: -1e-9, visible: 0) },
        Mistake(
          "mask-overflows-in-half-precision",
          "The constant does not fit the type: (1 − keep) · (−∞) is NaN where the key is visible.",
          remedy:
            "Fill blocked cells with −∞ instead of multiplying, and take the type's own lowest number."
        ) { [self] scene in adding(scene, hidden: -.infinity, visible: .nan) },
        Mistake(
          "cap-after-mask", "The cap was applied after the mask.",
          remedy: "Cap the scores first, then block with −∞."
        ) { [self] scene in
          guard scene.stages[.cappedScores] != nil, let scaled = scene.stage(.scaledScores) else {
            return nil
          }
          return .again(.cappedScores, [.apply(self, [scaled])])
        },
      ]
  }

  /// The mask as numbers that are added.
  private func adding(_ scene: MistakeScene, hidden: Double, visible: Double) -> Recipe {
    let axes = scene.operands[0]
    let numbers = allCells(axes.map(\.size)).map { isHidden($0, axes) ? hidden : visible }
    return .apply(AddConstant(Tensor(axes: axes, scalars: numbers)), [.operand(0)])
  }

  /// What is one for each batch item goes to the wrong heads.
  private var items: [Mistake] {
    [
      Mistake(
        "mask-repeated-in-wrong-order",
        "The mask was repeated in an order that does not match the batch items and heads.",
        remedy:
          "Repeat each item's mask for all its heads (repeat_interleave), not the list of masks."
      ) { [self] scene in
        let axes = scene.operands[0]
        guard axes.count > 3, axes[0].size > 1, axes[1].size > 1 else { return nil }
        return hiding(scene) { cell in
          var other = cell
          other[0] = (cell[0] * axes[1].size + cell[1]) % axes[0].size
          return isHidden(other, axes)
        }
      },
      Mistake(
        "mask-broadcast-over-heads", "A mask for each batch item was broadcast along the heads.",
        remedy: "Give the mask a head axis of size 1: [batch, 1, query, key]."
      ) { [self] scene in
        let axes = scene.operands[0]
        guard axes.count > 3, axes[0].size > 1, axes[0].size == axes[1].size else { return nil }
        return hiding(scene) { cell in
          var other = cell
          other[0] = cell[1]
          return isHidden(other, axes)
        }
      },
    ]
  }

  private var causal: [Mistake] {
    guard isCausal else { return [] }
    return [
      Mistake(
        "diagonal-masked-too", "The diagonal was blocked as well.",
        remedy: "A query sees its own position: keep j ≤ i."
      ) { [self] _ in .apply(shifted(by: -1), [.operand(0)]) },
      Mistake(
        "one-future-token-visible", "One future key is visible.",
        remedy: "Keep j ≤ i, not j ≤ i + 1."
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
        remedy: "With n_q ≠ n_k say which corner: j ≤ i, or j ≤ i + n_k − n_q."
      ) { [self] scene in
        let axes = scene.operands[0]
        let difference = axes[axes.count - 1].size - axes[axes.count - 2].size
        guard difference != 0, let offsets = causalOffsets else { return nil }
        let other = offsets.allSatisfy { $0 == difference } ? -difference : difference
        return .apply(shifted(by: other), [.operand(0)])
      },
      Mistake(
        "rectangular-mask-taken-as-square",
        "A mask for n_q ≠ n_k was built as if it were square: n_k × n_k, its last rows taken.",
        remedy: "Build the mask as [query, key] and say which corner it is aligned to."
      ) { [self] scene in
        let axes = scene.operands[0]
        let difference = axes[axes.count - 1].size - axes[axes.count - 2].size
        guard difference > 0, let offsets = causalOffsets,
          !offsets.allSatisfy({ $0 == difference })
        else { return nil }
        return .apply(shifted(by: difference), [.operand(0)])
      },
      Mistake(
        "rectangular-mask-taken-as-square",
        "A mask for n_q ≠ n_k was built n_q × n_q; keys beyond it were blocked or seen by all.",
        remedy: "Build the mask as [query, key] and say which corner it is aligned to."
      ) { [self] scene in
        let axes = scene.operands[0]
        let queries = axes[axes.count - 2].size
        guard axes[axes.count - 1].size > queries else { return nil }
        return hiding(scene) { cell in
          cell[cell.count - 1] < queries && isHidden(cell, axes)
        }
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
        remedy: "Padding hides keys: the mask goes along the last axis."
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
        remedy: "Say whether the window counts the query's own position."
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

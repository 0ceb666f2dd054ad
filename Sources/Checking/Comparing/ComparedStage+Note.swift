// SPDX-License-Identifier: MIT

extension ComparedStage.Note {
  /// What to know.
  var sentence: String {
    switch self {
    case .queryScaledBeforeProduct:
      "The scale was applied before the product; that is right, the product is the same."
    case .scaleSplit: "The scale was split between Q and K; that is right."
    case .columnConvention:
      "Every array is the transpose of ours, vectors as columns; that is right, and it was read so."
    case .largeNegativeMask: "A large negative number stands for −∞; its exponential is 0 as well."
    case .positionBeforeHead:
      "An array had its positions before its heads; it was read as [position, head, dim]."
    case .anyRowConstant:
      "The exponentials had another number taken off each row than its maximum; that is right, it "
        + "cancels."
    case .ownNumbersUsed:
      "After a divergent stage, later ones are judged from your own arrays; what follows is not a "
        + "second mistake."
    case .notEarned:
      "An array of equal numbers was not used for the stages after it: they were judged without it."
    }
  }
}

// SPDX-License-Identifier: MIT

/// The ids of the catalogue of mistakes, step by step: a contract, they never change their meaning.
let catalogueOfMistakes: Set<String> = Set(
  """
  positions-missing-or-concatenated
  position-exponent-wrong
  position-blocks-not-interleaved
  position-base-1000
  rotary-pairs-mismatched
  weight-transposed
  projections-in-wrong-order
  bias-missing-or-extra
  same-projection-twice
  no-projection
  split-before-projecting
  product-term-dropped
  product-sign-lost
  cells-swapped
  digits-miscopied
  heads-split-without-transpose
  head-size-wrong
  cross-attention-sides-swapped
  queries-and-keys-exchanged
  key-not-transposed
  features-times-features
  products-not-summed
  value-used-as-key
  scores-from-one-side
  minus-signs-ignored
  cosine-instead-of-dot
  axes-permuted-wrongly
  attention-over-batch
  key-value-heads-tiled
  no-scaling
  scaled-by-key-dimension
  scaled-by-model-dimension
  multiplied-by-root
  scaled-twice
  scaled-by-wrong-dimension
  scaled-by-two
  scale-skipped-in-places
  scaled-after-softmax
  no-cap
  cap-formula-wrong
  cap-after-mask
  no-causal-mask
  mask-missing
  masked-with-zero
  masked-with-plus-infinity
  mask-exponent-sign
  mask-constant-too-small
  diagonal-masked-too
  one-future-token-visible
  mask-upside-down
  mask-meaning-reversed
  mask-added-as-number
  padding-mask-on-queries
  mask-repeated-in-wrong-order
  mask-broadcast-over-heads
  rectangular-mask-taken-as-square
  causal-corner-wrong
  window-off-by-one
  mask-overflows-in-half-precision
  mask-after-softmax
  empty-row-convention
  softmax-over-columns
  softmax-over-whole-matrix
  softmax-over-single-axis
  not-normalised
  divided-by-sum-of-logits
  no-exponential
  wrong-exponential-base
  softmax-plus-one
  maximum-not-subtracted
  maximum-clamped-at-zero
  maximum-over-wrong-axis
  exponential-of-zero-is-zero
  negative-exponent-misread
  softmax-of-negated-scores
  softmax-of-unscaled-scores
  softmax-twice
  hardmax
  sigmoid-per-cell
  dropout-left-on
  digits-truncated
  scratch-rounding
  last-weight-adjusted
  weights-transposed
  key-used-as-value
  values-not-projected
  product-order-reversed
  weights-ignored
  only-largest-weight
  heads-merged-without-transpose
  heads-averaged
  heads-summed
  heads-interleaved-by-feature
  no-output-projection
  activation-on-output-projection
  running-maximum-forgotten
  running-sum-not-rescaled
  accumulator-not-rescaled
  rescaled-by-inverse
  tiles-normalised-apart
  partials-averaged
  partials-not-rescaled
  partials-merged-without-sums
  partials-merged-in-wrong-base
  ring-passed-backwards
  """.split(separator: "\n").map(String.init))

/// Ids for the reverse pass, beside the contract's.
let catalogueOfGradientMistakes: Set<String> = [
  "gradient-scale-missing", "gradient-softmax-sum-missing", "gradient-softmax-diagonal-only",
  "gradient-softmax-over-columns", "gradient-group-averaged", "gradient-group-sum-missing",
  "gradient-cap-slope-missing", "gradient-contribution-missing", "gradient-operand-not-transposed",
  "gradient-upstream-transposed", "gradient-wrong-operand",
]

// SPDX-License-Identifier: MIT

import Tensors

/// An attention computation to be traced: the numbers that are given and what is done with them.
///
/// Three ways to begin: an `input` with `projections`; the operands `query`, `key` and `value`; or
/// `weights` that somebody claims to be attention weights, to be checked.
///
/// Tensors come as files and text have them; `Attention.trace` brings them to one precision and
/// names their axes.
public struct Problem: Sendable {
  /// Four things, one for each projection role.
  public struct Roles<Thing: Sendable>: Sendable {
    public var query: Thing?
    public var key: Thing?
    public var value: Thing?
    public var output: Thing?

    public init(query: Thing? = nil, key: Thing? = nil, value: Thing? = nil, output: Thing? = nil) {
      self.query = query
      self.key = key
      self.value = value
      self.output = output
    }
  }

  /// How a projection matrix is stored.
  public enum Layout: String, Sendable, CaseIterable {
    /// `[model, head·dim]`, as the paper writes it.
    case inputOutput = "input-output"
    /// `[head·dim, model]`, as PyTorch's `nn.Linear` stores it.
    case outputInput = "output-input"
  }

  /// One entry of the `mask` list.
  public enum MaskEntry: Sendable {
    case causal(CausalAlignment)
    /// Positions to the left and right of i + the causal offset; −1 is unlimited.
    case window(left: Int, right: Int)
    case keyLengths([Int])
    /// Visible where not 0.
    case allow(AnyTensor)
    case add(AnyTensor)
  }

  /// Where the causal diagonal begins when there are not as many keys as queries.
  public enum CausalAlignment: Sendable, Equatable {
    /// The offset is the length of the cache; 0 without one, which is "upper-left".
    case cacheLength
    /// The last query sees the last key.
    case lowerRight
    /// One offset, or one for each batch item.
    case offsets([Int])
  }

  /// How positions are made visible to the attention.
  public enum PositionCode: Sendable {
    case sinusoidal
    case alibi
    case rotary(RotaryCode)
  }

  /// Rotary positions: a base to compute the angles from, or tables.
  public struct RotaryCode: Sendable {
    public var base: Double
    public var dimensions: Int?
    public var interleaved: Bool
    public var cosines: AnyTensor?
    public var sines: AnyTensor?

    public init(
      base: Double = 10_000, dimensions: Int? = nil, interleaved: Bool = false,
      cosines: AnyTensor? = nil, sines: AnyTensor? = nil
    ) {
      self.base = base
      self.dimensions = dimensions
      self.interleaved = interleaved
      self.cosines = cosines
      self.sines = sines
    }
  }

  public var title: String?
  public var precision = Precision.float64
  public var queryLabels: [String]?
  public var keyLabels: [String]?

  public var input: AnyTensor?
  public var memory: AnyTensor?
  public var memoryValue: AnyTensor?
  public var projections = Roles<AnyTensor>()
  public var biases = Roles<AnyTensor>()
  public var layout = Layout.inputOutput

  public var query: AnyTensor?
  public var key: AnyTensor?
  public var value: AnyTensor?

  /// Numbers that are claimed to be attention weights.
  public var weights: AnyTensor?

  public var heads: Int?
  public var keyValueHeads: Int?
  public var scale: Double?
  public var softcap: Double?
  public var mask: [MaskEntry] = []
  public var emptyRows = EmptyRows.nan
  public var positions: PositionCode?
  public var cacheKey: AnyTensor?
  public var cacheValue: AnyTensor?
  /// Whether row maxima, exponentials and row sums are stages of their own.
  public var opensSoftmax = false
  public var upstream: AnyTensor?
  /// Records the answers once more, this many keys at a time, as FlashAttention computes them.
  public var tileKeys: Int?
  /// Records the answers once more, as this many workers in a ring compute them.
  public var ringWorkers: Int?

  public init() {}
}

/// Why a problem cannot be computed; `key` is the entry of the problem file to look at.
public struct ProblemError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The path of the entry, such as `projections.query`.
  public let key: String
  /// What is wrong, what was expected, and what would work.
  public let sentence: String

  public init(_ key: String, _ sentence: String) {
    self.key = key
    self.sentence = sentence
  }

  /// An error about the shape of arrays, with a line on what each of them holds.
  init(_ key: String, _ sentence: String, found arrays: [(name: String, tensor: AnyTensor)]) {
    let lines = arrays.map { TensorSummary($0.name, $0.tensor).line(unicode: false) }
    self.init(key, sentence + ". Found: " + lines.joined(separator: "; "))
  }

  public var description: String { "\(key): \(sentence)" }
}

// SPDX-License-Identifier: MIT

import Glibc

/// What kind of numbers a tensor holds, in one line.
///
/// ```swift
/// TensorSummary("weights", tensor).line()
/// // weights[query=6, key=6] n=36 x∈[0.099, 0.238] μ=0.167 σ=0.041
/// ```
///
/// The statistics are over the finite numbers; others are announced loudly. At most ten numbers are
/// shown as they are, more than fifty with a histogram of ten characters, one for each tenth of the
/// range, darker the more numbers there are.
public struct TensorSummary: Sendable {
  private let name: String
  private let axes: [Axis]
  private let values: [Double]
  private let finite: [Double]

  /// Summarises a tensor.
  ///
  /// - Parameters:
  ///   - name: What the numbers are called.
  ///   - tensor: The numbers.
  /// - Complexity: O(numbers).
  public init(_ name: String, _ tensor: AnyTensor) {
    self.name = name
    axes = tensor.axes
    values = tensor.doubles
    finite = values.filter(\.isFinite)
  }

  /// The line.
  ///
  /// - Parameter unicode: Whether characters outside ASCII may be used.
  /// - Returns: One line without a newline.
  public func line(unicode: Bool = true) -> String {
    var parts = ["\(name)\(axes.inWords)", "n=\(values.count)"]
    if let spread = Spread(finite) {
      if spread.isZero {
        parts.append("all_zeros")
      } else if isShort {
        parts.append("x=[" + values.map(Self.short).joined(separator: ", ") + "]")
      } else {
        let range = "[\(Self.short(spread.low)), \(Self.short(spread.high))]"
        parts.append((unicode ? "x∈" : "x in ") + range)
        parts.append((unicode ? "μ=" : "mean=") + Self.short(spread.mean))
        parts.append((unicode ? "σ=" : "sd=") + Self.short(spread.deviation))
        if values.count > 50, spread.high > spread.low {
          parts.append("hist|\(spread.histogram(of: finite))|")
        }
      }
    }
    return (parts + unusual.map { $0.mark + "!" }).joined(separator: " ")
  }

  /// The same as a sentence that is read aloud.
  public var sentence: String {
    let extents = axes.map { "\($0.size) \($0.name)" }.joined(separator: " by ")
    var parts = ["\(name)" + (extents.isEmpty ? "" : ": \(extents)"), "\(values.count) numbers"]
    if let spread = Spread(finite) {
      if spread.isZero {
        parts.append("all zero")
      } else if isShort {
        parts.append(values.map(Self.short).joined(separator: ", "))
      } else {
        parts.append("from \(Self.short(spread.low)) to \(Self.short(spread.high))")
        parts.append("mean \(Self.short(spread.mean))")
        parts.append("standard deviation \(Self.short(spread.deviation))")
      }
    }
    for (mark, count) in unusual { parts.append("careful: \(count) are \(mark)") }
    return parts.joined(separator: ", ") + "."
  }

  private var isShort: Bool { values.count <= 10 && finite.count == values.count }

  private var unusual: [(mark: String, count: Int)] {
    [
      ("NaN", values.count { $0.isNaN }), ("+Inf", values.count { $0 == .infinity }),
      ("-Inf", values.count { $0 == -.infinity }),
    ].filter { $0.1 > 0 }
  }
}

extension TensorSummary {
  /// Where finite numbers lie.
  private struct Spread {
    let low: Double
    let high: Double
    let mean: Double
    let deviation: Double

    var isZero: Bool { low == 0 && high == 0 }

    init?(_ values: [Double]) {
      guard let low = values.min(), let high = values.max() else { return nil }
      self.low = low
      self.high = high
      // Shares of the count first, so that the sum of huge numbers stays finite.
      let count = Double(values.count)
      let mean = values.reduce(0) { $0 + $1 / count }
      self.mean = mean
      // By the largest distance, so that squares of huge or tiny numbers stay numbers.
      let unit = max(high / 2 - mean / 2, mean / 2 - low / 2) * 2
      guard unit > 0, unit.isFinite else {
        deviation = unit > 0 ? .infinity : 0
        return
      }
      let variance = values.reduce(0) { $0 + ($1 - mean) / unit * (($1 - mean) / unit) } / count
      deviation = unit * variance.squareRoot()
    }

    /// How many numbers fall into each tenth of the range.
    func histogram(of values: [Double]) -> String {
      var counts = [Int](repeating: 0, count: 10)
      for value in values {
        // Halves first, so that the range of huge numbers stays finite.
        let share = (value / 2 - low / 2) / (high / 2 - low / 2)
        counts[min(9, Int(10 * share))] += 1
      }
      let largest = counts.max() ?? 1
      let ramp = Array(" .:-=+*%#@")
      return String(
        counts.map { count in count == 0 ? " " : ramp[max(1, min(9, 9 * count / largest))] })
    }
  }

  /// Three decimals, or a power of ten outside 1e-4 to 1e3.
  private static func short(_ value: Double) -> String {
    if value == 0 { return "0" }
    let magnitude = value.magnitude
    if magnitude < 1e-4 || magnitude > 1e3 { return printed(value, "%.2e") }
    return printed(value, magnitude < 1e-3 ? "%.4f" : "%.3f")
  }

  private static func printed(_ value: Double, _ format: String) -> String {
    var buffer = [CChar](repeating: 0, count: 32)
    let length = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    let bytes = buffer.prefix(Int(max(0, length))).map { UInt8(bitPattern: $0) }
    // A program that has called setlocale may have made the point a comma.
    return String(decoding: bytes.map { $0 == 0x2c ? 0x2e : $0 }, as: UTF8.self)
  }
}

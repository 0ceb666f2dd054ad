// SPDX-License-Identifier: MIT

/// Returns one line that says what kind of numbers these are.
///
/// ```swift
/// summaryLine(name: "weights", axes: [("query", 6), ("key", 6)], values: values)
/// // weights[query=6, key=6] n=36 x∈[0.099, 0.238] μ=0.167 σ=0.041
/// ```
///
/// The statistics are over the finite numbers; others are announced. At most ten numbers are shown
/// as they are, more than fifty with a histogram of ten ramp characters.
///
/// - Parameters:
///   - name: What the numbers are called.
///   - axes: Name and extent of each axis, the outermost first.
///   - values: The numbers.
///   - unicode: Whether characters outside ASCII may be used.
/// - Returns: One line without a newline.
public func summaryLine(
  name: String, axes: [(name: String, count: Int)], values: [Double], unicode: Bool = true
) -> String {
  let extents = axes.map { "\($0.name)=\($0.count)" }.joined(separator: ", ")
  var parts = ["\(name)[\(extents)]", "n=\(values.count)"]
  let finite = values.filter(\.isFinite)
  if let low = finite.min(), let high = finite.max() {
    if low == 0 && high == 0 {
      parts.append("all_zeros")
    } else if values.count <= 10 && finite.count == values.count {
      parts.append("x=[" + values.map(short).joined(separator: ", ") + "]")
    } else {
      let mean = finite.reduce(0, +) / Double(finite.count)
      let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(finite.count)
      parts.append((unicode ? "x∈" : "x in ") + "[\(short(low)), \(short(high))]")
      parts.append((unicode ? "μ=" : "mean=") + short(mean))
      parts.append((unicode ? "σ=" : "sd=") + short(variance.squareRoot()))
      if values.count > 50, high > low { parts.append(histogram(finite, low, high)) }
    }
  }
  if values.contains(where: \.isNaN) { parts.append("NaN!") }
  if values.contains(.infinity) { parts.append("+Inf!") }
  if values.contains(-.infinity) { parts.append("-Inf!") }
  return parts.joined(separator: " ")
}

/// Three decimals, or a power of ten outside 1e-4 to 1e3.
private func short(_ value: Double) -> String {
  if value == 0 { return "0" }
  if value.magnitude < 1e-4 || value.magnitude > 1e3 {
    return NumberFormat(decimals: 2, notation: .scientific).string(value)
  }
  return NumberFormat(decimals: value.magnitude < 1e-3 ? 4 : 3).string(value)
}

/// How many numbers fall into each tenth of the range, as `hist|  .:=@= .|`.
private func histogram(_ values: [Double], _ low: Double, _ high: Double) -> String {
  var counts = [Int](repeating: 0, count: 10)
  for value in values {
    // Halves first, so that the range of huge numbers stays finite.
    let share = (value / 2 - low / 2) / (high / 2 - low / 2)
    counts[min(9, Int(10 * share))] += 1
  }
  let largest = counts.max() ?? 1
  let marks = counts.map { count in
    count == 0 ? " " : shadeRamp[max(1, min(9, 9 * count / largest))]
  }
  return "hist|" + marks.joined() + "|"
}

// SPDX-License-Identifier: MIT

/// Numbers drawn over a common axis: curves, or one bar a number.
///
/// ```swift
/// Plot(horizontal: .init("d_k", [1, 4, 16], isLogarithmic: true), vertical: .init("spread"),
///   series: [.init("raw", [1, 2, 4]), .init("scaled", [1, 1, 1])])
/// ```
///
/// Series differ by their marks, never by colour alone. Where there is no room to draw, and for
/// readers who listen, the same numbers come as text.
public struct Plot: Sendable, Equatable {
  /// How the numbers are drawn.
  public enum Form: Sendable, Hashable {
    /// A mark for each number, joined by dots.
    case curves
    /// A horizontal bar for each number; what is not above 0 has none.
    case bars
  }

  /// The axis along which the places stand.
  public struct Places: Sendable, Equatable {
    /// What the places count.
    public var name: String
    /// Where they stand, ascending; above 0 when the axis is logarithmic.
    public var positions: [Double]
    /// What they are called, untrusted text; the position when missing.
    public var labels: [String]?
    /// Whether equal factors, not equal differences, are equally far apart.
    public var isLogarithmic: Bool

    /// Creates an axis from its places.
    public init(
      _ name: String, _ positions: [Double], labels: [String]? = nil, isLogarithmic: Bool = false
    ) {
      precondition(labels.map { $0.count == positions.count } ?? true, "one label for each place")
      precondition(positions.allSatisfy(\.isFinite), "a place is a number")
      precondition(
        !isLogarithmic || positions.allSatisfy { $0 > 0 }, "a logarithm needs more than 0")
      self.name = name
      self.positions = positions
      self.labels = labels
      self.isLogarithmic = isLogarithmic
    }
  }

  /// The axis along which the numbers are read.
  public struct Amounts: Sendable, Equatable {
    /// What the numbers are.
    public var name: String
    /// Whether equal factors are equally far apart; numbers up to 0 are then left out.
    public var isLogarithmic: Bool

    /// Creates an axis.
    public init(_ name: String, isLogarithmic: Bool = false) {
      self.name = name
      self.isLogarithmic = isLogarithmic
    }
  }

  /// One number for each place; `nan` and infinities are listed, not drawn.
  public struct Series: Sendable, Equatable {
    /// What tells it from the others.
    public var name: String
    /// The numbers, in the order of the places.
    public var values: [Double]

    /// Creates a series.
    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// The line above.
  public var title: String?
  /// How the numbers are drawn.
  public var form: Form
  /// The axis of the places.
  public var horizontal: Places
  /// The axis of the numbers.
  public var vertical: Amounts
  /// What is drawn; at most `mostSeries` can be told apart.
  public var series: [Series]

  /// The number of marks there are.
  public static let mostSeries = 4

  /// Creates a plot; every series has a number for each place.
  public init(
    title: String? = nil, form: Form = .curves, horizontal: Places, vertical: Amounts,
    series: [Series]
  ) {
    precondition(series.count <= Self.mostSeries, "more series than marks")
    precondition(
      series.allSatisfy { $0.values.count == horizontal.positions.count }, "one number a place")
    self.title = title
    self.form = form
    self.horizontal = horizontal
    self.vertical = vertical
    self.series = series
  }
}

extension Plot {
  /// What a place is called.
  func label(_ place: Int) -> String {
    horizontal.labels?[place] ?? Self.text(horizontal.positions[place])
  }

  /// A number of the plot as text: three significant places, or a power of ten far from 1.
  static func text(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return NumberFormat(decimals: 3).string(number) }
    let size = number.magnitude
    if size < 0.001 || size >= 1e6 {
      return NumberFormat(decimals: 2, notation: .scientific).string(number)
    }
    let decimals = size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 4
    return NumberFormat(decimals: decimals, notation: .trimmed).string(number)
  }

  /// The same numbers as a table, a row for each place.
  var table: Table {
    Table(
      header: [Text(horizontal.name)] + series.map { Text($0.name) },
      rows: horizontal.positions.indices.map { place in
        [Text(label(place))] + series.map { Text(Self.text($0.values[place])) }
      }, alignments: Array(repeating: .right, count: series.count + 1))
  }

  /// The places along the axis, from 0 to 1.
  var shares: [Double] {
    let places =
      horizontal.isLogarithmic
      ? horizontal.positions.map(binaryLogarithm)
      : horizontal.positions
    guard let first = places.min(), let last = places.max(), last > first else {
      return places.map { _ in 0.5 }
    }
    return places.map { ($0 - first) / (last - first) }
  }

  /// The ends of the axis of amounts, and how high a number stands between them.
  var scale: PlotScale { PlotScale(series.flatMap(\.values), vertical.isLogarithmic) }

  /// The numbers that cannot be drawn, each in a sentence.
  var omissions: [String] {
    series.flatMap { one in
      one.values.indices.filter { scale.share(one.values[$0]) == nil }.map { place in
        "Not drawn: \(one.name) at \(label(place)) is \(Self.text(one.values[place]))."
      }
    }
  }
}

/// The axis of amounts of one plot.
struct PlotScale {
  let lower: Double
  let upper: Double
  let isLogarithmic: Bool

  init(_ values: [Double], _ isLogarithmic: Bool) {
    self.isLogarithmic = isLogarithmic
    let seen = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    let (least, most) = (seen.min() ?? 0, seen.max() ?? 1)
    if isLogarithmic {
      lower = seen.isEmpty ? 0.1 : Self.power(notAbove: least)
      let top = seen.isEmpty ? 1 : Self.power(notAbove: most)
      let next = top < most || top == lower ? top * 10 : top
      upper = next.isFinite ? next : .greatestFiniteMagnitude
    } else {
      // Amounts are compared by their length, so the axis holds 0.
      let bottom = least < 0 ? -Self.rounded(-least) : 0
      lower = bottom
      upper = most > 0 ? Self.rounded(most) : bottom < 0 ? 0 : 1
    }
  }

  /// How high a number stands, from 0 to 1; `nil` when it is not on the axis.
  func share(_ number: Double) -> Double? {
    guard number.isFinite, !isLogarithmic || number > 0 else { return nil }
    let share: Double
    if isLogarithmic {
      let (low, high) = (binaryLogarithm(lower), binaryLogarithm(upper))
      share = (binaryLogarithm(number) - low) / (high - low)
    } else {
      // Divided first, since the distance of two large numbers may be none.
      let size = max(lower.magnitude, upper.magnitude)
      share = (number / size - lower / size) / (upper / size - lower / size)
    }
    return min(1, max(0, share))
  }

  /// How long the bar of a number is, as a share of the longest there may be; 0 up to 0.
  func length(_ number: Double) -> Double {
    guard number > 0, let share = share(number) else { return 0 }
    return isLogarithmic ? share : number / upper
  }

  /// The number at a height.
  func number(at share: Double) -> Double {
    guard isLogarithmic else { return lower * (1 - share) + upper * share }
    return powerOfTwo(binaryLogarithm(lower) * (1 - share) + binaryLogarithm(upper) * share)
  }

  /// The next of 1, 2, 2.5, 4, 5 times a power of ten.
  private static func rounded(_ number: Double) -> Double {
    let power = power(notAbove: number)
    let rounded = [1, 2, 2.5, 4, 5, 8, 10].map { $0 * power }.first { $0 >= number } ?? number
    return rounded.isFinite ? rounded : number
  }

  private static func power(notAbove number: Double) -> Double {
    var power = 1.0
    while power > number, power > .leastNormalMagnitude { power /= 10 }
    while power * 10 <= number, (power * 10).isFinite { power *= 10 }
    return power
  }
}

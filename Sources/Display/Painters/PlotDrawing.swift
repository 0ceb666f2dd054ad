// SPDX-License-Identifier: MIT

/// The places of a plot's points in a drawing that painters of files share.
struct PlotDrawing {
  let plot: Plot
  let scale: PlotScale

  static let width = 640
  static let height = 320
  static let left = 80.0
  static let right = 620.0
  static let top = 32.0
  static let bottom = 270.0

  /// How a series is told from the others where marks are words.
  static let words = ["filled circles", "open circles", "filled squares", "open squares"]
  static let dashes = ["none", "6 3", "2 3", "9 3 2 3"]

  init(_ plot: Plot) {
    self.plot = plot
    scale = plot.scale
  }

  /// A point; y grows downwards.
  struct Point {
    let x: Double
    let y: Double
  }

  /// The points of a series, cut where a number cannot be drawn.
  func runs(_ series: Int) -> [[Point]] {
    var runs: [[Point]] = [[]]
    for (share, value) in zip(plot.shares, plot.series[series].values) {
      if let height = scale.share(value) {
        runs[runs.count - 1].append(Point(x: x(share), y: y(height)))
      } else {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  private func x(_ share: Double) -> Double { Self.left + share * (Self.right - Self.left) }

  private func y(_ share: Double) -> Double { Self.bottom - share * (Self.bottom - Self.top) }

  /// Numbers beside the axis of amounts.
  var ticks: [(y: Double, text: String)] {
    [0, 0.25, 0.5, 0.75, 1].map { (y($0), Plot.text(scale.number(at: $0))) }
  }

  /// Labels below the floor, as many as do not touch.
  var feet: [(x: Double, text: String)] {
    var free = -Double.infinity
    var result: [(x: Double, text: String)] = []
    for (place, share) in plot.shares.enumerated() {
      let text = plot.label(place)
      let half = 4 * Double(CellMetrics().width(of: text)) + 4
      guard x(share) - half >= free else { continue }
      result.append((x(share), text))
      free = x(share) + half
    }
    return result
  }
}

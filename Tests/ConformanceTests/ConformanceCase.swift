// SPDX-License-Identifier: MIT

import Foundation
import ProblemFiles
import TensorFiles
import Tensors
import Testing

/// One case: a problem and what another implementation computed for it, stage by stage.
struct ConformanceCase: Sendable, Codable, CustomTestStringConvertible {
  let name: String
  let family: String
  let shows: String
  let tolerance: Double

  var testDescription: String { name }

  var folder: String { Self.folder + "/" + name }

  static let folder = Bundle.module.resourcePath.map { $0 + "/Cases" } ?? ""

  static let all: [ConformanceCase] = {
    let data = FileManager.default.contents(atPath: folder + "/cases.json") ?? Data()
    return (try? JSONDecoder().decode([ConformanceCase].self, from: data)) ?? []
  }()
}

/// How far one stage is from what the peer computed.
struct StageComparison {
  let stage: String
  /// The largest error as a share of what is allowed; above 1 the stage disagrees.
  let margin: Double
  let worstCell: Int

  /// Compares two arrays as the cases' README defines it.
  ///
  /// A cell agrees if |got − expected| ≤ tolerance × the largest finite magnitude expected; where
  /// that is below 0.001 the array is zero but for rounding, and the tolerance is absolute. NaN must
  /// be where NaN is expected, and −∞ where −∞ is.
  init(stage: String, got: [Double], expected: [Double], tolerance: Double) {
    self.stage = stage
    let largest = expected.filter(\.isFinite).map(abs).max() ?? 0
    let allowed = tolerance * (largest < 0.001 ? 1 : largest)
    var worst = (margin: 0.0, cell: 0)
    for (index, (a, b)) in zip(got, expected).enumerated() {
      let margin =
        if a.isNaN || b.isNaN || !a.isFinite || !b.isFinite {
          (a.isNaN && b.isNaN) || a == b ? 0 : Double.infinity
        } else {
          abs(a - b) / allowed
        }
      if margin > worst.margin { worst = (margin, index) }
    }
    margin = worst.margin
    worstCell = worst.cell
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Foundation
import ProblemFiles
import Testing

@testable import Checking

/// What PyTorch 2.13 and JAX 0.10 really computed in float32.
///
/// With their own orders of sums, their fused attention, and gradients by autograd.
/// `Scripts/compare-frameworks` makes such dumps and many larger ones, up to 2,048 positions.
@Suite struct FrameworkTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Dumps/Frameworks").path

  @Test func `right dumps of PyTorch and JAX raise no alarm`() throws {
    var (dumps, arrays, gradients) = (0, 0, 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted() {
      let folder = Self.folder + "/" + name
      let problem = try ProblemFile(path: folder + "/problem.yaml")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".npz") && $0 != "inputs.npz" }
      for file in files.sorted() {
        let dump = try DumpFile(path: folder + "/" + file)
        let trace = try problem.trace(forArraysNamed: dump.names)
        let comparison = try Comparison(of: try dump.arrays(for: trace), with: trace)
        let wrong = comparison.stages.filter { $0.verdict != .right }.map(\.stage)
        #expect(wrong.isEmpty, "\(name)/\(file): \(wrong)")
        #expect(comparison.unknown.isEmpty && comparison.type == .float32)
        dumps += 1
        arrays += comparison.stages.count
        gradients += comparison.stages.count { $0.stage.differentiated != nil }
      }
    }
    #expect(dumps >= 12 && arrays >= 100 && gradients >= 50)
  }
}

// SPDX-License-Identifier: MIT

import Foundation
import FuzzTargets
import TestSupport
import Testing

/// Every kept input once more: seeds, and what once broke a promise.
@Suite struct ReplayTests {
  @Test(arguments: FuzzTarget.allCases)
  func `kept inputs break no promise`(_ target: FuzzTarget) throws {
    let inputs = try Corpus(target).inputs()
    #expect(!inputs.isEmpty, "no inputs are kept for \(target.rawValue)")
    for input in inputs { target.read(input) }
  }

  @Test(arguments: FuzzTarget.allCases)
  func `neither do inputs with one byte changed, cut off or doubled`(_ target: FuzzTarget) throws {
    for (index, input) in try Corpus(target).inputs().enumerated() where input.count < 4_000 {
      var random = SplitMix64(seed: UInt64(index))
      for _ in 0..<12 { target.read(input.damaged(using: &random)) }
    }
  }
}

/// The inputs that are kept for a target.
struct Corpus {
  let folder: URL

  init(_ target: FuzzTarget) {
    folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Corpora/\(target.rawValue)")
  }

  func inputs() throws -> [[UInt8]] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { Array(try Data(contentsOf: folder.appendingPathComponent($0))) }
  }
}

extension [UInt8] {
  /// The bytes with one thing wrong.
  fileprivate func damaged(using random: inout SplitMix64) -> [UInt8] {
    guard let place = indices.randomElement(using: &random) else { return [] }
    var result = self
    switch Int.random(in: 0..<4, using: &random) {
    case 0: result[place] = UInt8.random(in: 0...255, using: &random)
    case 1: result.removeSubrange(place...)
    case 2: result.insert(contentsOf: result[place...].prefix(64), at: place)
    default: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
    return result
  }
}

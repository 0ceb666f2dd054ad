// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import Display

/// Compares whole pages with recorded ones; `UPDATE_GOLDEN=1` records, and that run fails.
@Suite struct GoldenTests {
  static let pages: [(String, Document)] = [
    ("weights", Document([.matrix(Pictures.weights)])),
    ("unusual", Document([.matrix(Pictures.unusual)])),
    ("undefined", Document([.matrix(Pictures.undefined)])),
    ("single", Document([.matrix(Pictures.single)])),
    ("rectangle", Document([.matrix(Pictures.rectangle)])),
    ("square", Document([.matrix(Pictures.square)])),
    ("large", Document([.matrix(Pictures.large)])),
    ("panels", Document([.panels(Pictures.heads)])),
    ("prose", Pictures.prose),
  ]

  static let modes = ["ascii", "unicode", "256", "truecolor", "accessible"]

  static func capabilities(_ mode: String, width: Int) -> Capabilities {
    switch mode {
    case "ascii": Capabilities(width: width, unicode: false)
    case "256": Capabilities(width: width, colorDepth: .palette256)
    case "truecolor": Capabilities(width: width, colorDepth: .truecolor)
    case "accessible": Capabilities(width: width, accessible: true)
    default: Capabilities(width: width)
    }
  }

  @Test(arguments: modes, [40, 80, 120])
  func `pages look as recorded`(mode: String, width: Int) throws {
    var text = ""
    for (name, document) in Self.pages {
      text += "== \(name)\n" + render(document, with: Self.capabilities(mode, width: width))
    }
    let path = Self.folder + "/\(mode)-\(width).txt"
    if getenv("UPDATE_GOLDEN") != nil {
      let file = try #require(fopen(path, "w"))
      fputs(text, file)
      fclose(file)
      Issue.record("recorded \(path)")
      return
    }
    let recorded = try #require(Self.contents(path), "run once with UPDATE_GOLDEN=1")
    let pairs = zip(
      recorded.split(separator: "\n", omittingEmptySubsequences: false),
      text.split(separator: "\n", omittingEmptySubsequences: false))
    if let (expected, found) = pairs.first(where: { $0 != $1 }) { #expect(found == expected) }
    #expect(recorded.utf8.count == text.utf8.count)
    #expect(recorded == text)
  }

  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/Golden"

  private static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

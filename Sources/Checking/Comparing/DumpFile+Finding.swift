// SPDX-License-Identifier: MIT

import Glibc

extension DumpFile {
  /// Whether a file name is that of one array of a dump which is a folder: `weights.npy`.
  static func isStageArray(_ name: String) -> Bool {
    name.lowercased().hasSuffix(".npy") && DumpedName(String(name.dropLast(4))) != nil
  }

  /// Whether a file in a folder may be a dump: by its ending, and for JSON, which is used for much
  /// else, by a stage among the first names in it.
  static func mayBeDump(_ path: String) -> Bool {
    let name = path.lowercased()
    guard let ending = endings.first(where: { name.hasSuffix("." + $0) }) else { return false }
    return ending != "json" || namesStage(path)
  }

  /// How much of a JSON file is looked at.
  private static let lookedAt = 1 << 20

  private static func namesStage(_ path: String) -> Bool {
    guard let file = fopen(path, "re") else { return true }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: lookedAt)
    let count = fread(&bytes, 1, bytes.count, file)
    var word: [UInt8] = []
    var isInside = false
    var isBeforeColon = false
    for byte in bytes.prefix(count) {
      switch byte {
      case UInt8(ascii: "\""):
        if !isInside { word = [] }
        isInside.toggle()
        isBeforeColon = !isInside
      case UInt8(ascii: ":") where isBeforeColon:
        if DumpedName(String(decoding: word, as: UTF8.self)) != nil { return true }
        isBeforeColon = false
      case _ where isInside: if word.count < 200 { word.append(byte) }
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): break
      default: isBeforeColon = false
      }
    }
    return false
  }
}

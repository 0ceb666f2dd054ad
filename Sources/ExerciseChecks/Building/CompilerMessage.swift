// SPDX-License-Identifier: MIT

/// An error the compiler found in a learner's file.
public struct CompilerMessage: Equatable, Sendable {
  /// The name of the file, without its folder.
  public let file: String
  public let line: Int
  public let sentence: String
  /// The line of the file, as the compiler quotes it.
  public let source: String

  /// Reads the errors of a compiler's output in its `llvm` style, first to last.
  static func errors(in text: String) -> [CompilerMessage] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var messages: [CompilerMessage] = []
    for (index, line) in lines.enumerated() {
      guard let mark = line.firstRange(of: ": error: ") else { continue }
      let place = line[..<mark.lowerBound].split(separator: ":")
      let parsed = place.count >= 3 ? Int(place[place.count - 2]) : nil
      let quoted = parsed == nil || index + 1 >= lines.count ? "" : String(lines[index + 1])
      let message = CompilerMessage(
        file: parsed == nil
          ? "" : String(place[place.count - 3].split(separator: "/").last ?? ""),
        line: parsed ?? 0, sentence: String(line[mark.upperBound...]), source: quoted)
      if !messages.contains(message) { messages.append(message) }
    }
    return messages
  }
}

// SPDX-License-Identifier: MIT

/// Takes the bodies out of a reference solution.
///
/// What learners get and what solves it cannot drift apart, since one is made of the other: the body of
/// every `static func` that throws becomes `throw NotAttempted()`. A function that does not throw is given
/// as it is, and private ones are left out with their comments.
struct StubText {
  let solution: String

  var text: String {
    var result: [Substring] = []
    var lines = solution.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      if line.hasPrefix("  private static ") {
        while result.last?.hasPrefix("  ///") ?? false { result.removeLast() }
        if result.last?.isEmpty ?? false { result.removeLast() }
        Self.skipBody(line, &lines)
      } else if line.hasPrefix("  static func ") {
        var signature = [line]
        while signature.last?.hasSuffix("{") == false, let next = lines.popFirst() {
          signature.append(next)
        }
        result += signature
        guard signature.contains(where: { $0.contains(" throws ") }) else { continue }
        while let next = lines.popFirst(), next != "  }" {}
        result += ["    throw NotAttempted()", "  }"]
      } else {
        result.append(line)
      }
    }
    return result.joined(separator: "\n")
  }

  private static func skipBody(_ first: Substring, _ lines: inout ArraySlice<Substring>) {
    var last = first
    while !last.hasSuffix("{"), let next = lines.popFirst() { last = next }
    while let next = lines.popFirst(), next != "  }" {}
  }
}

/// Hints of an exercise: a heading `## task`, then a numbered list.
struct HintText {
  /// The steps of every task.
  private(set) var hints: [String: [String]] = [:]

  init(_ text: String) {
    var task: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("## ") {
        task = String(line.dropFirst(3))
      } else if let task {
        if let dot = line.firstRange(of: ". "), Int(line[..<dot.lowerBound]) != nil {
          hints[task, default: []].append(String(line[dot.upperBound...]))
        } else if let last = hints[task]?.indices.last {
          hints[task]?[last] += " " + line.drop { $0 == " " }
        }
      }
    }
  }
}

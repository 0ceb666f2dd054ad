// SPDX-License-Identifier: MIT

import Yams

/// Parses YAML that strangers may have written.
///
/// Aliases are refused: a few lines of them can stand for more nodes than fit in memory, and a
/// problem has no use for them. Depth and the number of items are bounded before anything is built.
package enum SafeYAML {
  static let deepestNesting = 32
  static let mostItems = 200_000

  /// Parses one document.
  ///
  /// - Parameters:
  ///   - text: The file's text.
  ///   - file: Its path, for errors.
  /// - Returns: The root node.
  /// - Throws: `ProblemFileError` with the line.
  package static func parse(_ text: String, file: String) throws(ProblemFileError) -> Node {
    try refuseBombs(text, file)
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw ProblemFileError(
          file: file, "holds no YAML document; expected a problem (it begins with 'format: 1')")
      }
      return node
    } catch let error as ProblemFileError {
      throw error
    } catch let error as YamlError {
      throw translated(error, file)
    } catch {
      throw ProblemFileError(file: file, "is no YAML: \(error)")
    }
  }

  /// Looks through the text once, without building anything.
  private static func refuseBombs(_ text: String, _ file: String) throws(ProblemFileError) {
    var line = 0
    var depth = 0
    var items = 0
    for content in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      line += 1
      var startsNode = true
      var indents = 0
      scan: for byte in content {
        switch byte {
        case UInt8(ascii: "#") where startsNode: break scan
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          depth += 1
          startsNode = true
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
        case UInt8(ascii: ","):
          items += 1
          startsNode = true
        case UInt8(ascii: ":"), UInt8(ascii: "?"): startsNode = true
        case UInt8(ascii: "-"):
          if startsNode { indents += 1 }
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
        case UInt8(ascii: "*") where startsNode && content.count > 1:
          throw ProblemFileError(
            file: file, line: line,
            "'*' begins a YAML alias; problems have none. "
              + "Write the value out, or put quotes around the text")
        default: startsNode = false
        }
      }
      items += indents
      guard depth <= deepestNesting, indents <= deepestNesting else {
        throw ProblemFileError(
          file: file, line: line,
          "brackets are nested more than \(deepestNesting) deep; no matrix needs that")
      }
      guard items <= mostItems else {
        throw ProblemFileError(
          file: file, line: line,
          "has more than \(mostItems) list items. Write matrices as text blocks (rows on lines), or put "
            + "them into a .npz")
      }
    }
  }

  private static func translated(_ error: YamlError, _ file: String) -> ProblemFileError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ProblemFileError(
        file: file, line: mark.line,
        "is no YAML here: \(problem) (column \(mark.column)). Check the indentation and the colons")
    case .duplicatedKeysInMapping(let duplicates, let context):
      ProblemFileError(
        file: file, line: context.mark.line,
        "the key \(duplicates.sorted().map { "'\($0)'" }.joined(separator: ", ")) "
          + "stands twice; keep one")
    case .reader(let problem, _, _, _):
      ProblemFileError(file: file, "is no YAML: \(problem). Save the file as UTF-8 text")
    default: ProblemFileError(file: file, "is no YAML: \(error)")
    }
  }
}

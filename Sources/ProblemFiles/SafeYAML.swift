// SPDX-License-Identifier: MIT

import Yams

/// Parses YAML that strangers may have written.
///
/// Aliases are refused: a few lines of them can stand for more nodes than fit in memory, and a
/// problem has no use for them. `TextCensus` bounds the work before anything is built.
package enum SafeYAML {
  package static let deepestNesting = 32

  /// Parses one document.
  ///
  /// - Parameter source: The file's text.
  /// - Returns: The root node, free of anchors and aliases.
  /// - Throws: `ProblemFileError` with the line.
  package static func parse(_ source: SourceText) throws(ProblemFileError) -> Node {
    try TextCensus.check(source)
    do {
      // No rules for types: a problem decides itself what is a number. Anchors live as long as the
      // parser that met them.
      let parser = try Yams.Parser(
        yaml: AlignedBlocks.indented(source.text), resolver: .basic, encoding: .utf8)
      return try withExtendedLifetime(parser) {
        guard let node = try parser.singleRoot() else {
          throw ProblemFileError(
            file: source.file,
            "holds nothing but comments; expected a problem (it begins with 'format: 1')")
        }
        try inspect(node, 0, source.file)
        return node
      }
    } catch let error as ProblemFileError {
      throw error
    } catch let error as YamlError {
      throw YAMLSlip(source).sentence(for: error)
    } catch {
      throw ProblemFileError(file: source.file, "is no YAML: \(error)")
    }
  }

  /// Stops at the first anchor, so that what its aliases repeat is never walked through.
  private static func inspect(_ node: Node, _ depth: Int, _ file: String) throws {
    guard node.anchor == nil else { throw alias(file, node.mark?.line, sign: "&") }
    guard depth < deepestNesting else { throw tooDeep(file, node.mark?.line) }
    switch node {
    case .sequence(let items):
      for item in items { try inspect(item, depth + 1, file) }
    case .mapping(let pairs):
      for (key, value) in pairs {
        try inspect(key, depth + 1, file)
        try inspect(value, depth + 1, file)
      }
    default: break
    }
  }

  static func tooDeep(_ file: String, _ line: Int?) -> ProblemFileError {
    ProblemFileError(
      file: file, line: line,
      "is nested more than \(deepestNesting) deep; no problem needs that. Check the brackets and "
        + "the indentation")
  }

  static func alias(_ file: String, _ line: Int?, sign: String = "*") -> ProblemFileError {
    ProblemFileError(
      file: file, line: line,
      "'\(sign)' begins a YAML \(sign == "*" ? "alias" : "anchor"); problems have none. "
        + "If it is text, put quotes around it; if not, write the value out")
  }
}

// SPDX-License-Identifier: MIT

import Yams

/// Says in a learner's words what libyaml could not read.
struct YAMLSlip {
  let source: SourceText

  init(_ source: SourceText) { self.source = source }

  func sentence(for error: YamlError) -> ProblemFileError {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return located(problem, context, mark)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.sorted().prefix(3).map { "'\(quotable($0))'" }
      return ProblemFileError(
        file: source.file, line: context.mark.line,
        "the key \(keys.joined(separator: ", ")) stands here and once more below; keep one")
    case .reader(let problem, let offset, let value, _):
      let before = source.text.prefix(offset ?? 0)
      let digits = String(value, radix: 16, uppercase: true)
      return ProblemFileError(
        file: source.file, line: offset.map { _ in 1 + before.count(where: \.isNewline) },
        "has the character U+\(digits), which YAML does not allow (\(problem)); remove it")
    default:
      return ProblemFileError(
        file: source.file, "is no YAML: \(quotable("\(error)", longest: 200))")
    }
  }

  private func located(
    _ problem: String, _ context: YamlError.Context?, _ mark: Mark
  ) -> ProblemFileError {
    if context?.text.hasSuffix("an alias") == true || problem == "found undefined alias" {
      return SafeYAML.alias(source.file, mark.line)
    }
    if context?.text.hasSuffix("an anchor") == true {
      return SafeYAML.alias(source.file, mark.line, sign: "&")
    }
    if problem.hasPrefix("Maximum nesting") { return SafeYAML.tooDeep(source.file, mark.line) }
    // Where something began tells more than where libyaml gave up waiting for its end.
    let isUnfinished =
      problem == "could not find expected ':'" || problem == "found unexpected end of stream"
    let place = isUnfinished ? context?.mark ?? mark : mark
    return ProblemFileError(
      file: source.file, line: place.line,
      "column \(place.column): \(advice(problem, context, mark))")
  }

  /// A cell that is left open is a `?`, which inside a line begins a key of YAML.
  private func adviceOnQuestionMark(_ problem: String, _ mark: Mark) -> String? {
    let problems = [
      "did not find expected node content", "mapping keys are not allowed in this context",
      "did not find expected ',' or ']'", "did not find expected ',' or '}'",
    ]
    let line = source.line(mark.line)
    let signs: Set<Character> = [" ", ",", "[", "]", "{", "}"]
    let words = line.split(whereSeparator: signs.contains)
    guard problems.contains(problem), words.contains("?") else { return nil }
    return "a bare ? inside a line means something else in YAML; put it in quotes, \"?\", "
      + "or write the rows on lines of their own below 'weights: |'"
  }

  private func advice(_ problem: String, _ context: YamlError.Context?, _ mark: Mark) -> String {
    let next = source.rest(line: mark.line, column: mark.column).first
    if let advice = adviceOnQuestionMark(problem, mark) { return advice }
    switch problem {
    case "but found another document":
      return "a second YAML document begins here ('---'); a problem file holds one. "
        + "Put the second into a file of its own"
    case "found character that cannot start any token",
      "found a tab character that violates indentation":
      return next == "\t" || problem.contains("tab")
        ? "found a tab; YAML is indented by spaces. Replace it by spaces"
        : "nothing begins with \(next.map { "'\(quotable(String($0)))'" } ?? "this"); "
          + "if it is text, put quotes around it"
    case "mapping values are not allowed in this context":
      return "found a second ':' where a value was expected; put text with a colon in quotes "
        + "(title: \"a: b\"), and check the indentation"
    case "could not find expected ':'":
      return "expected 'key: value', found no colon; write one, and indent the rows of a matrix "
        + "below their 'key: |'"
    case "did not find expected ',' or ']'":
      return "the list opened with '['\(opened(context)) is still open here; expected ',' or ']'"
    case "did not find expected ',' or '}'":
      return "the mapping opened with '{'\(opened(context)) is still open here; expected ',' or '}'"
    case "found unexpected end of stream":
      return "the quotes that open here are never closed; close them on the same line"
    case "did not find expected key", "did not find expected '-' indicator":
      let above = context.map { "that begin in line \($0.mark.line)" } ?? "above"
      return "this line does not line up with the entries \(above); check the indentation"
    default:
      return "is no YAML: \(problem). Check the indentation, the quotes and the colons"
    }
  }

  private func opened(_ context: YamlError.Context?) -> String {
    context.map { " in line \($0.mark.line)" } ?? ""
  }
}

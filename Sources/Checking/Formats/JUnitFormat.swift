// SPDX-License-Identifier: MIT

/// JUnit XML that both the Ant schema and the Jenkins schema accept.
///
/// Both want a name, so files without one get one; the host is always `localhost`, so that the bytes
/// are the same everywhere and tell nobody the machine.
struct JUnitFormat {
  let report: GradingReport

  var text: String {
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#, "<testsuites>"]
    for (place, file) in report.files.enumerated() { lines += suite(place, file) }
    return (lines + ["</testsuites>"]).joined(separator: "\n") + "\n"
  }

  private func suite(_ place: Int, _ file: GradedFile) -> [String] {
    let failures = file.steps.count { $0.verdict != .blank && !$0.isPassed }
    let skipped = file.steps.count { $0.verdict == .blank }
    let count = file.failure == nil ? file.steps.count : 1
    let name = [file.assignment, file.student.id].filter { !$0.isEmpty }.joined(separator: ".")
    var lines = [
      element(
        "testsuite",
        [
          ("name", name.isEmpty ? report.label(file) : name), ("package", "attn"),
          ("id", "\(place)"), ("timestamp", (file.submitted ?? report.graded).iso),
          ("hostname", "localhost"), ("tests", "\(count)"), ("failures", "\(failures)"),
          ("errors", file.failure == nil ? "0" : "1"), ("skipped", "\(skipped)"),
          ("time", Self.seconds(file.duration)),
        ], indent: 1, isOpen: true)
    ]
    lines += properties(file)
    let className = "attn." + (file.assignment.isEmpty ? "unknown" : file.assignment)
    if let failure = file.failure {
      lines += testCase(className, "grading", file.duration) {
        [
          element(
            "error",
            [
              ("type", failure.kind.rawValue), ("message", report.message(file) ?? failure.message),
            ],
            indent: 3)
        ]
      }
    }
    for step in file.steps {
      lines += testCase(className, step.name, step.duration) { child(step) }
    }
    let remarks =
      file.steps.filter { $0.verdict != .right && $0.isPassed }.map {
        "\($0.name): \($0.report.joined(separator: " "))"
      } + file.notes + (file.failure == nil ? [report.message(file)].compactMap { $0 } : [])
    lines.append("    <system-out>\(Self.escaped(remarks.joined(separator: "\n")))</system-out>")
    lines.append("    <system-err></system-err>")
    return lines + ["  </testsuite>"]
  }

  private func properties(_ file: GradedFile) -> [String] {
    var properties = [("file", file.file), ("student", file.student.id)]
    if let seed = file.seed { properties.append(("seed", "\(seed)")) }
    properties += [
      ("score", CSVTable.decimal(file.score)), ("max_score", CSVTable.decimal(file.maximumScore)),
    ]
    return ["    <properties>"]
      + properties.map { element("property", [("name", $0.0), ("value", $0.1)], indent: 3) }
      + ["    </properties>"]
  }

  private func child(_ step: GradedStep) -> [String] {
    if step.verdict == .blank { return [element("skipped", [("message", "blank")], indent: 3)] }
    if step.isPassed { return [] }
    let ids = step.mistakes.map(\.id).joined(separator: " ")
    let attributes = [
      ("type", ids.isEmpty ? step.verdict.rawValue : ids),
      ("message", step.explanation ?? step.report.first ?? "wrong"),
    ]
    let text = step.details.isEmpty ? step.report : step.details
    let open = element("failure", attributes, indent: 3, isOpen: true)
    return [open + Self.escaped(text.joined(separator: "\n")) + "</failure>"]
  }

  private func testCase(
    _ className: String, _ name: String, _ duration: Double, child: () -> [String]
  ) -> [String] {
    let attributes = [
      ("classname", className), ("name", name), ("time", Self.seconds(duration)),
    ]
    let inner = child()
    guard !inner.isEmpty else { return [element("testcase", attributes, indent: 2)] }
    return [element("testcase", attributes, indent: 2, isOpen: true)] + inner
      + ["    </testcase>"]
  }

  private func element(
    _ name: String, _ attributes: [(String, String)], indent: Int, isOpen: Bool = false
  ) -> String {
    let list = attributes.map { " \($0.0)=\"\(Self.escaped($0.1))\"" }.joined()
    return String(repeating: "  ", count: indent) + "<\(name)\(list)\(isOpen ? ">" : "/>")"
  }

  /// Seconds with three decimals: Jenkins allows no more, Ant no exponent.
  static func seconds(_ duration: Double) -> String {
    let thousandths = duration.isFinite ? Int((min(max(0, duration), 1e9) * 1000).rounded()) : 0
    let digits = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// Text for an element or an attribute; what XML 1.0 forbids becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

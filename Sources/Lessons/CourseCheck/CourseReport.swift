// SPDX-License-Identifier: MIT

import Display
import Explanation

/// What a look at the whole course brought up.
public struct CourseReport: Sendable {
  /// The ids of the lessons that were looked at.
  public let lessons: [String]
  /// Each check with what it found, in the order of the checks.
  public let results: [(check: any CourseCheck, findings: [CourseFinding])]

  /// Looks at lessons.
  ///
  /// - Parameters:
  ///   - catalog: The course.
  ///   - names: The lessons to look at; all of them when `nil`.
  ///   - checks: What must hold.
  public init(
    _ catalog: LessonCatalog, only names: [LessonName]? = nil,
    checks: [any CourseCheck] = CourseChecks.ofLessons
  ) {
    let chosen = names ?? catalog.names
    let looked = chosen.map { CheckedLesson($0, in: catalog) }
    lessons = chosen.map(\.id)
    results = checks.map { check in
      let findings = looked.flatMap { check.findings(in: $0) }
      return (check, findings)
    }
  }

  /// Everything that was found.
  public var findings: [CourseFinding] { results.flatMap(\.findings) }

  /// The report for a person: each check, then every finding with its place.
  public var document: Document {
    let count = lessons.count == 1 ? "1 lesson" : "\(lessons.count) lessons"
    var blocks: [Block] = [
      .heading(level: 1, "The course"),
      .paragraph(Text("\(count): \(lessons.joined(separator: ", ")).")),
      .checks(
        results.map { check, findings in
          let number = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
          return Check(
            findings.isEmpty, Text(check.rule + (findings.isEmpty ? "" : " (\(number))")))
        }),
    ]
    for (check, findings) in results where !findings.isEmpty {
      blocks.append(.heading(level: 2, Text(check.name)))
      blocks.append(
        .list(
          findings.map { [.paragraph(Text($0.place + ": " + $0.sentence))] }, ordered: false))
    }
    return Document(blocks)
  }

  /// The report for a program.
  public var json: JSONValue {
    let checks = results.map { check, findings -> JSONValue in
      .object([
        ("check", .string(check.name)), ("rule", .string(check.rule)),
        ("holds", .bool(findings.isEmpty)),
        (
          "findings",
          .array(
            findings.map { finding in
              .object([
                ("file", .string(finding.file)),
                ("line", finding.line.map { .integer($0) } ?? .null),
                ("sentence", .string(finding.sentence)),
              ])
            })
        ),
      ])
    }
    return .object([
      ("format", .integer(1)), ("lessons", .array(lessons.map { .string($0) })),
      ("holds", .bool(findings.isEmpty)), ("checks", .array(checks)),
    ])
  }
}

extension CourseFinding {
  /// File and line: `lessons/04-x/lesson.md:12`.
  public var place: String { line.map { "\(file):\($0)" } ?? file }
}

// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@testable import Checking

#if canImport(FoundationXML)
import FoundationXML
#endif

/// JUnit XML: both published schemas where xmllint is there, and the rules they share always.
@Suite struct JUnitFormatTests {
  static let schemas = ["ant", "jenkins"]
  static let xmllint = "/usr/bin/xmllint"
  static var hasXmllint: Bool { FileManager.default.isExecutableFile(atPath: xmllint) }

  @Test func `every report keeps the rules that both schemas share`() throws {
    for (name, report) in SampleReports.all {
      let slips = try JUnitRules.slips(in: ResultFormat.junit.text(report))
      #expect(slips.isEmpty, "\(name): \(slips)")
    }
  }

  @Test(
    .enabled(if: hasXmllint, "xmllint is not installed (Debian: libxml2-utils)"),
    arguments: schemas)
  func `every report is valid`(_ schema: String) throws {
    for (name, report) in SampleReports.all {
      let outcome = try validate(ResultFormat.junit.text(report), schema)
      #expect(outcome.isEmpty, "\(name): \(outcome)")
    }
  }

  /// What the schemas refuse: a change of the text, and which of them refuses it.
  static let refused: [(name: String, from: String, to: String, by: [String])] = [
    ("six decimals of time", "time=\"0.020\">", "time=\"0.020000\">", ["jenkins"]),
    ("a zone", "T09:30:00\"", "T09:30:00Z\"", ["ant"]),
    ("no properties", "<properties>", "<x-properties>", ["ant"]),
    ("no system-out", "<system-out>", "<x-out>", ["ant"]),
    ("no system-err", "<system-err></system-err>", "", ["ant"]),
    (
      "failure without type", "<failure type=\"scaled-by-key-dimension scaled-twice\"",
      "<failure", ["ant"]
    ),
    ("attributes on testsuites", "<testsuites>", "<testsuites tests=\"1\">", ["ant"]),
    ("no package", " package=\"attn\"", "", ["ant"]),
    ("no id", " id=\"0\"", "", ["ant"]),
    (
      "output inside a test case", "<skipped message=\"blank\"/>",
      "<system-out>x</system-out>", ["ant"]
    ),
  ]

  @Test(arguments: refused.map(\.name))
  func `a variant that a schema refuses is refused`(_ name: String) throws {
    let variant = try #require(Self.refused.first { $0.name == name })
    let right = ResultFormat.junit.text(SampleReports.report([SampleReports.example]))
    var text = right
    let range = try #require(text.range(of: variant.from))
    text.replaceSubrange(range, with: variant.to)
    for part in ["properties", "out"] where variant.to == "<x-\(part)>" {
      text = text.replacing("</\(part == "out" ? "system-out" : part)>", with: "</x-\(part)>")
    }
    #expect(try !JUnitRules.slips(in: text).isEmpty)
    guard Self.hasXmllint else { return }
    for schema in variant.by { #expect(try !validate(text, schema).isEmpty, "\(schema)") }
  }

  @Test func `numbers and text are written as XML wants them`() {
    #expect(JUnitFormat.seconds(0.00001) == "0.000")
    #expect(JUnitFormat.seconds(12.3456) == "12.346")
    #expect(JUnitFormat.seconds(.nan) == "0.000" && JUnitFormat.seconds(-1) == "0.000")
    #expect(
      JUnitFormat.escaped("a<&>\"\u{1}\u{FFFF}\t") == "a&lt;&amp;&gt;&quot;\u{FFFD}\u{FFFD}\t")
  }

  /// What xmllint says against a text; nothing when it is valid.
  private func validate(_ text: String, _ schema: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "junit.xml")
    try Data(text.utf8).write(to: file)
    let path = try #require(
      Bundle.module.path(forResource: schema, ofType: "xsd", inDirectory: "Schemas"))
    let run = try ChildProgram.run(
      Self.xmllint, ["--noout", "--nonet", "--schema", path, file.path()],
      environment: ProcessInfo.processInfo.environment)
    return run.status == 0 ? "" : run.message
  }
}

/// What both schemas ask for, checked without them.
final class JUnitRules: NSObject, XMLParserDelegate {
  private var slips: [String] = []
  private var open: [String] = []
  private var children: [[String]] = [[]]

  static func slips(in text: String) throws -> [String] {
    let rules = JUnitRules()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = rules
    if !parser.parse() {
      rules.slips.append("not well-formed: \(String(describing: parser.parserError))")
    }
    return rules.slips
  }

  private static let attributes: [String: (needed: [String], allowed: [String])] = [
    "testsuites": ([], []),
    "testsuite": (
      [
        "name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time",
      ], ["skipped"]
    ), "properties": ([], []), "property": (["name", "value"], []),
    "testcase": (["classname", "name", "time"], []), "skipped": (["message"], []),
    "failure": (["type"], ["message"]), "error": (["type"], ["message"]), "system-out": ([], []),
    "system-err": ([], []),
  ]
  private static let parents: [String: String] = [
    "testsuite": "testsuites", "properties": "testsuite", "property": "properties",
    "testcase": "testsuite", "skipped": "testcase", "failure": "testcase", "error": "testcase",
    "system-out": "testsuite", "system-err": "testsuite",
  ]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let rule = Self.attributes[name] ?? ([], [])
    if Self.attributes[name] == nil { slips.append("element \(name)") }
    if open.last != Self.parents[name] { slips.append("\(name) inside \(open.last ?? "nothing")") }
    for needed in rule.needed where attributes[needed] == nil {
      slips.append("\(name) without \(needed)")
    }
    for given in attributes.keys where !(rule.needed + rule.allowed).contains(given) {
      slips.append("\(name) with \(given)")
    }
    for (key, value) in attributes { check(name, key, value) }
    children[children.count - 1].append(name)
    children.append([])
    open.append(name)
  }

  private func check(_ name: String, _ key: String, _ value: String) {
    let isRight =
      switch key {
      case "time": value.wholeMatch(of: /[0-9]+(\.[0-9]{1,3})?/) != nil
      case "timestamp":
        value.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) != nil
      case "id", "tests", "failures", "errors": Int(value).map { $0 >= 0 } ?? false
      case "skipped": Int(value) != nil
      case "hostname": value == "localhost"
      case "name" where name != "testcase":
        !value.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty
      default: true
      }
    if !isRight { slips.append("\(name) \(key)=\(value)") }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    let inner = children.removeLast()
    open.removeLast()
    if name == "testcase", inner.count > 1 { slips.append("a test case with \(inner)") }
    guard name == "testsuite" else { return }
    let middle = inner.filter { $0 == "testcase" }
    if inner != ["properties"] + middle + ["system-out", "system-err"] {
      slips.append("a test suite with \(inner)")
    }
  }
}

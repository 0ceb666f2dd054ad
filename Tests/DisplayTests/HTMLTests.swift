// SPDX-License-Identifier: MIT

import Foundation
import FoundationXML
import Testing

@testable import Display

@Suite struct HTMLTests {
  /// The body as XML; pages are written so that both parsers read them alike.
  static func body(_ page: String) throws -> Tags {
    let start = try #require(page.range(of: "<main>"))
    let end = try #require(page.range(of: "</main>"))
    let text = page[start.lowerBound..<end.upperBound]
      .replacingOccurrences(of: "<br>", with: "<br/>")
      .replacingOccurrences(of: "<hr>", with: "<hr/>")
      .replacingOccurrences(of: "<details open ", with: "<details open=\"\" ")
    return try Tags(String(text))
  }

  @Test func `a matrix is a table with caption, headers and coloured cells`() throws {
    let page = html(Document([.matrix(Pictures.weights)]))
    let tags = try Self.body(page)
    #expect(tags.count("caption") == 1)
    #expect(tags.values("scope", of: "th").filter { $0 == "col" }.count == 7)
    #expect(tags.values("scope", of: "th").filter { $0 == "row" }.count == 6)
    let classes = tags.values("class", of: "td")
    #expect(classes.filter { $0.hasPrefix("q") }.count == 21)
    #expect(classes.filter { $0 == "blocked" }.count == 15)
    #expect(classes.filter { $0.contains("largest") }.count == 6)
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
  }

  @Test func `every bin has a background and a text colour that stands out`() throws {
    for name in Capabilities.PaletteName.allCases {
      let page = html(Document(), palette: name)
      let rules = page.matches(of: /\.([qd]\d+)\{background:#(\w{6});color:#(\w{6})\}/)
      #expect(rules.count == 21)
      for rule in rules {
        let background = RGBColor(try #require(UInt32(rule.2, radix: 16)))
        let text = RGBColor(try #require(UInt32(rule.3, radix: 16)))
        #expect(background.contrast(with: text) >= 4.5)
      }
    }
  }

  @Test func `text from strangers stays text`() throws {
    let hostile = "</script><script>alert('1')</script>\"'&\u{202e}"
    var view = MatrixView(
      rowCount: 1, columnCount: 1, values: [1], blocked: [true], blockedMeaning: hostile,
      rowLabels: [hostile], columnLabels: [hostile], rowAxis: hostile, title: Mathematics(hostile),
      note: hostile)
    view.cellNotes = [hostile]
    let text = Text(hostile)
    let page = html(
      Document([
        .heading(level: 1, text), .heading(level: 2, text), .paragraph(text), .matrix(view),
        .formula(Mathematics(hostile)), .code(hostile, language: hostile),
        .table(Table(header: [text], rows: [[text]])), .checks([Check(.failed, text)]),
        .tree([TreeNode(text)]), .paragraph(.link(hostile, to: "javascript:alert(1)")),
        .paragraph(.link("paper", to: "https://example.org/\"><script>")),
      ]), language: hostile)
    #expect(page.components(separatedBy: "<script>").count == 2)
    #expect(page.components(separatedBy: "</script>").count == 2)
    #expect(!page.contains("javascript:") && !page.contains("\u{202e}"))
    let tags = try Self.body(page)
    #expect(tags.values("href", of: "a") == ["https://example.org/%22%3E%3Cscript%3E"])
    #expect(tags.values("title", of: "td").first?.hasPrefix("</script>") == true)
  }

  @Test func `notes stand on their cells, line by line`() throws {
    var view = MatrixView(rowCount: 1, columnCount: 2, values: [1, 2])
    view.cellNotes = ["a = 1", "b = 1 + 1\n  = 2"]
    let tags = try Self.body(html(Document([.matrix(view)])))
    #expect(tags.values("title", of: "td") == ["a = 1", "b = 1 + 1\n  = 2"])
  }

  @Test func `parts fold and are listed`() throws {
    let document = Document(
      (1...3).flatMap { [.heading(level: 2, Text("part \($0)")), .paragraph("text")] })
    let tags = try Self.body(html(document))
    #expect(tags.values("id", of: "details") == ["part-1", "part-2", "part-3"])
    #expect(tags.values("href", of: "a") == ["#part-1", "#part-2", "#part-3"])
    #expect(tags.count("summary") == 3)
  }

  @Test func `a page asks for nothing outside`() {
    let page = html(Document([.panels(Pictures.heads), .matrix(Pictures.unusual)]))
    for attribute in ["src=", "url(", "@import", "http:", "https:", "fetch("] {
      #expect(!page.contains(attribute), "\(attribute)")
    }
    #expect(page.contains("default-src 'none'"))
  }

  @Test(arguments: 0..<60) func `random documents make well-formed pages`(seed: UInt64) throws {
    var random = RandomDocuments(seed: seed)
    let document = random.document()
    #expect(try Self.body(html(document)).count("main") == 1)
    #expect(try Self.body(html(random.plots())).count("svg") == 4)
  }
}

/// The elements of a piece of XML with their attributes.
final class Tags: NSObject, XMLParserDelegate {
  private var elements: [(name: String, attributes: [String: String])] = []

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() {
      throw NotWellFormed(line: parser.lineNumber, column: parser.columnNumber, text: text)
    }
  }

  struct NotWellFormed: Error { let line: Int, column: Int, text: String }

  func count(_ name: String) -> Int { elements.count { $0.name == name } }

  func values(_ attribute: String, of name: String) -> [String] {
    elements.filter { $0.name == name }.compactMap { $0.attributes[attribute] }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    elements.append((name, attributes))
  }
}

// SPDX-License-Identifier: MIT

import ProblemFiles
import Testing

@testable import Checking

/// The gradebook: RFC 4180, and nothing in it that a spreadsheet would run.
@Suite struct CSVFormatTests {
  /// Reads RFC 4180 to the letter: CRLF, every row as long as the first.
  private func read(_ text: String) throws -> [[String]] {
    struct Failure: Error { let what: String }
    var rows: [[String]] = []
    var row: [String] = []
    var rest = Array(text.unicodeScalars)[...]
    while !rest.isEmpty {
      var field = String.UnicodeScalarView()
      if rest.first == "\"" {
        rest = rest.dropFirst()
        while let scalar = rest.popFirst() {
          if scalar != "\"" {
            field.append(scalar)
          } else if rest.first == "\"" {
            field.append(scalar)
            rest = rest.dropFirst()
          } else {
            break
          }
        }
      } else {
        while let scalar = rest.first, scalar != ",", scalar != "\r" {
          guard scalar != "\"", scalar != "\n" else { throw Failure(what: "\(scalar) unquoted") }
          field.append(scalar)
          rest = rest.dropFirst()
        }
      }
      row.append(String(field))
      switch rest.popFirst() {
      case ",": break
      case "\r":
        guard rest.popFirst() == "\n" else { throw Failure(what: "CR without LF") }
        rows.append(row)
        row = []
      default: throw Failure(what: "no end of line")
      }
    }
    guard row.isEmpty, rows.allSatisfy({ $0.count == rows[0].count }) else {
      throw Failure(what: "rows differ")
    }
    return rows
  }

  @Test func `names come back as they are`() throws {
    let names = [
      "Li, Na", "she said \"no\"", "two\r\nlines", "李娜", "שרה", "محمد", "", " blanks ", "'quoted'",
      "a;b", "tab\there",
    ]
    var table = CSVTable()
    table.add(names.map { .text($0) })
    table.add(names.reversed().map { .text($0) })
    #expect(try read(table.text) == [names, names.reversed()])
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
  func `a formula is made text`(_ formula: String) throws {
    var table = CSVTable()
    table.add([.text(formula), .number(-1)])
    #expect(try read(table.text) == [["'" + formula, "-1.0"]])
  }

  @Test func `numbers have a point, no exponent and at most six decimals`() {
    let cases: [(Double, String)] = [
      (0, "0.0"), (3, "3.0"), (2.5, "2.5"), (1.0 / 3, "0.333333"), (-0.5, "-0.5"),
      (1e-9, "0.0"), (.nan, "0.0"), (.infinity, "0.0"), (1e6, "1000000.0"), (1e-6, "0.000001"),
    ]
    for (number, text) in cases { #expect(CSVTable.decimal(number) == text) }
  }

  @Test func `the gradebook has nbgrader's columns, then ours`() throws {
    for (name, report) in SampleReports.all {
      let rows = try read(ResultFormat.csv.text(report))
      #expect(rows[0] == GradebookFormat.columns, "\(name)")
      #expect(rows.count == report.files.count + 1, "\(name)")
      #expect(try !read(ResultFormat.classCSV.text(report)).isEmpty)
    }
    let rows = try read(ResultFormat.csv.text(SampleReports.report([SampleReports.example])))
    #expect(
      rows[1] == [
        "04-self-attention", "", "2026-10-12 09:30:00", "s-017", "Li, Na", "", "", "3.0", "0.0",
        "3.0", "5.0", "sheets/s-017.yaml", "graded", "scaled_scores",
        "scaled-by-key-dimension scaled-twice", "",
      ])
    let missing = try read(
      ResultFormat.csv.text(SampleReports.report([SampleReports.failed(.missing)])))
    #expect(missing[1][2].isEmpty && missing[1][12] == "missing" && missing[1][9] == "0.0")
  }

  @Test func `a file that failed could have earned what the others could`() throws {
    let report = SampleReports.report([
      SampleReports.example, SampleReports.example, SampleReports.failed(.unreadable),
    ])
    let rows = try read(ResultFormat.csv.text(report))
    #expect(rows[3][10] == "5.0" && rows[3][9] == "0.0" && rows[3][12] == "error")
    // Both sheets have one id: they stay two lines, and each says so.
    #expect(rows[1][15].contains("s-017 stands on more than one file"))
    #expect(rows[2][15] == rows[1][15])
  }

  @Test func `a roster gives names, and a line to whoever handed in nothing`() throws {
    let text =
      "\u{FEFF}student_id,first_name,last_name,group\r\ns-017,Na,Li,a\r\ns-018,\"A, B\",C,b\r\n"
    let roster = try Roster(text: text, path: "class.csv")
    let files = roster.applied(to: [SampleReports.example])
    #expect(files.count == 2)
    #expect(files[0].student.firstName == "Na" && files[0].student.name == "Li")
    #expect(files[1].student.firstName == "A, B" && files[1].failure?.kind == .missing)
    for wrong in [
      "id,name\n1,2\n", "student_id\na\na\n", "student_id,email\na\n", "student_id\n\"a",
    ] {
      #expect(throws: ProblemFileError.self) { try Roster(text: wrong, path: "class.csv") }
    }
  }
}

// SPDX-License-Identifier: MIT

import ProblemFiles

/// Who should have handed in.
public struct Roster: Sendable, Equatable {
  public let students: [GradedFile.Student]

  static let columns = ["student_id", "last_name", "first_name", "email"]

  /// Reads a roster.
  ///
  /// - Parameter path: A CSV file whose header has `student_id`, and `last_name`, `first_name` and
  ///   `email` where they are known; other columns are passed over.
  /// - Throws: `ProblemFileError` with the line.
  public init(path: String) throws(ProblemFileError) {
    try self.init(text: TextFile.read(path), path: path)
  }

  /// Reads a roster from text.
  public init(text: String, path: String) throws(ProblemFileError) {
    let bare = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    let rows = try CSVReader(text: bare, file: path).rows()
    guard let header = rows.first, let place = header.fields.firstIndex(of: "student_id") else {
      throw ProblemFileError(
        file: path, line: 1,
        "expected a header line with student_id, and if known \(Self.columns[1...].joined(separator: ", "))"
      )
    }
    func field(_ row: [String], _ name: String) -> String {
      header.fields.firstIndex(of: name).map { row[$0] } ?? ""
    }
    var students: [GradedFile.Student] = []
    var lines: [String: Int] = [:]
    for row in rows.dropFirst() {
      guard row.fields.count == header.fields.count else {
        throw ProblemFileError(
          file: path, line: row.line,
          "expected \(header.fields.count) fields as in the header; found \(row.fields.count)")
      }
      let id = row.fields[place]
      if let earlier = lines.updateValue(row.line, forKey: id) {
        throw ProblemFileError(
          file: path, line: row.line,
          "the student id '\(quotable(id))' stands on line \(earlier) already")
      }
      students.append(
        .init(
          id: id, name: field(row.fields, "last_name"),
          firstName: field(row.fields, "first_name"), email: field(row.fields, "email")))
    }
    self.students = students
  }

  /// Adds the names of the roster to the results, and a result for whoever handed in nothing.
  public func applied(to files: [GradedFile]) -> [GradedFile] {
    var known: [String: GradedFile.Student] = [:]
    for student in students { known[student.id] = student }
    var seen: Set<String> = []
    let named = files.map { file in
      guard let student = known[file.student.id] else { return file }
      seen.insert(student.id)
      var file = file
      let ownName = file.student.name
      file.student = student
      if student.name.isEmpty && student.firstName.isEmpty { file.student.name = ownName }
      return file
    }
    return named
      + students.filter { !seen.contains($0.id) }.map {
        GradedFile(
          file: "", student: $0, outcome: .failed(.init(.missing, "nothing was handed in")))
      }
  }
}

/// Reads the form of RFC 4180, with LF for CRLF allowed.
struct CSVReader {
  let text: String
  let file: String

  /// The rows with the lines they begin on; an empty line is none.
  func rows() throws(ProblemFileError) -> [(line: Int, fields: [String])] {
    var rows: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field = ""
    var (line, start) = (1, 1)
    var (isQuoted, wasQuoted) = (false, false)
    var scalars = text.unicodeScalars.makeIterator()
    var pending = scalars.next()
    while let scalar = pending {
      pending = scalars.next()
      if isQuoted {
        if scalar == "\"" {
          if pending == "\"" {
            field.unicodeScalars.append(scalar)
            pending = scalars.next()
          } else {
            (isQuoted, wasQuoted) = (false, true)
          }
        } else {
          if scalar == "\n" { line += 1 }
          field.unicodeScalars.append(scalar)
        }
        continue
      }
      switch scalar {
      case "\"" where field.isEmpty && !wasQuoted: isQuoted = true
      case ",":
        fields.append(field)
        (field, wasQuoted) = ("", false)
      case "\r" where pending == "\n": break
      case "\n":
        line += 1
        if !fields.isEmpty || !field.isEmpty || wasQuoted { rows.append((start, fields + [field])) }
        (fields, field, wasQuoted, start) = ([], "", false, line)
      default:
        guard !wasQuoted, scalar != "\"" else {
          throw ProblemFileError(
            file: file, line: line, "a quote stands inside a field; double it and quote the field")
        }
        field.unicodeScalars.append(scalar)
      }
    }
    guard !isQuoted else {
      throw ProblemFileError(file: file, line: start, "a quoted field does not end")
    }
    if !fields.isEmpty || !field.isEmpty || wasQuoted { rows.append((start, fields + [field])) }
    return rows
  }
}

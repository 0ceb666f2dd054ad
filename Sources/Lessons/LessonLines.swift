// SPDX-License-Identifier: MIT

/// The lines of a lesson's file, found to be text of a bearable size.
struct LessonLines: Equatable, Sendable {
  /// How messages call the file.
  let file: String
  /// The lines, without what ends them.
  let text: [Substring]

  /// Takes the bytes of a file apart.
  ///
  /// - Throws: `tooLarge`, `lineTooLong`, `notUTF8` or `controlCharacter`, with the line.
  init(bytes: [UInt8], file: String) throws(LessonError) {
    self.file = file
    guard bytes.count <= LessonLimits.fileBytes else {
      throw LessonError(
        file: file, line: nil,
        problem: .tooLarge(bytes: bytes.count, limit: LessonLimits.fileBytes))
    }
    var lines: [Substring] = []
    let separated = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in separated {
      lines.append(try Self.line(line, number: lines.count + 1, file: file))
    }
    text = lines
  }

  private static func line(
    _ bytes: ArraySlice<UInt8>, number: Int, file: String
  ) throws(LessonError) -> Substring {
    func error(_ problem: LessonError.Problem) -> LessonError {
      LessonError(file: file, line: number, problem: problem)
    }
    guard bytes.count <= LessonLimits.lineBytes else {
      throw error(.lineTooLong(bytes: bytes.count, limit: LessonLimits.lineBytes))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw error(.notUTF8) }
    var line = Substring(text)
    if number == 1, line.first == "\u{FEFF}" { line = line.dropFirst() }  // byte order mark
    if line.unicodeScalars.last == "\r" { line.unicodeScalars.removeLast() }
    if let scalar = line.unicodeScalars.first(where: { $0 == "\r" }) {
      throw error(.controlCharacter(code: scalar.value))
    }
    if let scalar = ForbiddenCharacter.first(in: line) {
      throw error(.controlCharacter(code: scalar.value))
    }
    return line
  }
}

// SPDX-License-Identifier: MIT

import ProblemFiles

extension CourseFinding {
  /// Takes an error apart into place and sentence, where it has a place.
  init(_ error: any Error, in folder: String) {
    switch error {
    case let error as LessonPageError:
      self.init(file: error.file, line: error.line, error.sentence)
    case let error as LessonError:
      self.init(
        file: error.file, line: error.line,
        Self.withoutPlace("\(error)", file: error.file, line: error.line))
    case let error as ProblemFileError:
      self.init(
        file: error.file, line: error.line,
        Self.withoutPlace("\(error)", file: error.file, line: error.line))
    default: self.init(file: folder, line: nil, "\(error)")
    }
  }

  private static func withoutPlace(_ text: String, file: String, line: Int?) -> String {
    let place = (line.map { "\(file):\($0)" } ?? file) + ": "
    return text.hasPrefix(place) ? String(text.dropFirst(place.count)) : text
  }
}

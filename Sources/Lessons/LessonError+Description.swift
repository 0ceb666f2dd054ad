// SPDX-License-Identifier: MIT

extension LessonError: CustomStringConvertible {
  /// One sentence or two: where, what was found, what was expected, what to do.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(sentence)"
  }

  private var sentence: String {
    fileSentence ?? headSentence ?? proseSentence ?? catalogSentence ?? ""
  }

  private var fileSentence: String? {
    switch problem {
    case .unreadable(let reason):
      "cannot be read: \(reason)"
    case .tooLarge(let bytes, let limit):
      "\(bytes) bytes are too many for a lesson; at most \(limit) are read. Split it"
    case .lineTooLong(let bytes, let limit):
      "a line of \(bytes) bytes is too long; at most \(limit) are read. Break it"
    case .notUTF8:
      "a byte that is not UTF-8. Save the file as UTF-8"
    case .controlCharacter(let code):
      "the control character U+\(Self.hexadecimal(code)) could upset a terminal. Remove it"
    default: nil
    }
  }

  private var headSentence: String? {
    switch problem {
    case .noHead(let found):
      "found \(Self.quoted(found)) where the head of the lesson was expected: a line ---, then "
        + "title, question and minutes, then a line ---"
    case .headNotClosed:
      "the head of the lesson has no end. Close it with a line ---"
    case .headLine(let found):
      "found \(Self.quoted(found)) in the head; expected a line such as \"minutes: 15\""
    case .unknownKey(let found, let nearest):
      "the head has no key \(Self.quoted(found))\(Self.suggestion(nearest)) "
        + "It knows \(LessonHeader.keys.joined(separator: ", "))"
    case .repeatedKey(let key):
      "\(key) is said twice in the head. Keep one"
    case .missingKey(let key):
      "the head does not say its \(key). Add a line \"\(key): …\" before this one"
    case .emptyValue(let key):
      "nothing follows \"\(key):\" in the head"
    case .minutes(let found):
      "minutes: \(Self.quoted(found)) is not a whole number from 1 to \(LessonLimits.minutes)"
    default: nil
    }
  }

  private var proseSentence: String? {
    switch problem {
    case .html(let found):
      "raw HTML, \(Self.quoted(found)), cannot be shown in a terminal. Use Markdown, or put it "
        + "between backticks to show it as it stands"
    case .image(let found):
      "the image \(Self.quoted(found)) cannot be shown in a terminal. Use a live block or a table"
    case .tooDeep(let limit):
      "more than \(limit) levels inside each other. Make it flatter"
    case .unsupported(let kind):
      "Markdown of the kind \(Self.quoted(kind)) has no place in a lesson"
    case .fenceNotClosed:
      "the block that is opened here is never closed. End it with a line of as many ` or ~"
    case .noCommand:
      "a live block without a command; expected for example ```attn show weights"
    case .quoteNotClosed(let found):
      "a quotation mark is not closed in \(Self.quoted(found))"
    case .questionWithoutAnswer:
      "```attn ask needs a question, then a line ---, then the answer"
    case .askOption(let found):
      "\(Self.quoted(found)) follows ```attn ask; expected nothing, --problem FILE.yaml or "
        + "--number VALUE"
    case .value(let found):
      "\(Self.quoted(found)) names no value; \(LessonValue.grammar)"
    default: nil
    }
  }

  private var catalogSentence: String? {
    switch problem {
    case .sameNumber(let first, let second):
      "\(first) and \(second) have the same number. Renumber one of them"
    case .noLessons:
      "no lessons here; expected folders named like 04-self-attention"
    case .unknownLesson(let found, let nearest, let known):
      "no lesson \(Self.quoted(found))\(Self.suggestion(nearest)) "
        + "There is \(known.joined(separator: ", "))"
    default: nil
    }
  }

  /// Quotes what was found, cut to a length that fits into a message, without control characters.
  private static func quoted(_ text: String) -> String {
    let line = text.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
    let safe = line.map { scalar -> Character in
      if scalar == "\t" { return " " }
      return ForbiddenCharacter.isForbidden(scalar) ? "\u{FFFD}" : Character(scalar)
    }
    return safe.count > 60 ? "\"\(String(safe.prefix(59)))…\"" : "\"\(String(safe))\""
  }

  private static func suggestion(_ nearest: String?) -> String {
    nearest.map { ". Did you mean \($0)?" } ?? "."
  }

  private static func hexadecimal(_ code: UInt32) -> String {
    let digits = String(code, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

// SPDX-License-Identifier: MIT

extension LessonValue {
  /// Reads what stands between `{` and `}`: `=weights[0,2,1]:2`, or `0.77=weights[0,2,1]`.
  ///
  /// - Returns: `nil` when it has another form; whether there is such a cell, the trace knows.
  init?(_ text: Substring) {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    let typed = text[..<sign]
    guard typed.isEmpty || Self.isNumber(typed) else { return nil }
    guard let (expression, decimals) = Self.decimals(text[text.index(after: sign)...]) else {
      return nil
    }
    guard typed.isEmpty || decimals == nil else { return nil }
    var words = expression.split(separator: " ", omittingEmptySubsequences: true)
    guard words.joined(separator: " ").count == expression.count else { return nil }
    var function: Function?
    if words.count == 2 || words.count == 4, let found = Function(rawValue: String(words[0])) {
      function = found
      words.removeFirst()
    }
    guard words.count == 1 || words.count == 3, let operand = Operand(words[0]) else { return nil }
    self.function = function
    self.operand = operand
    self.decimals = typed.isEmpty ? decimals : Self.places(typed)
    self.typed = typed.isEmpty ? nil : String(typed)
    guard words.count == 3 else {
      second = nil
      return
    }
    guard words[1] == "-" || words[1] == "/", let other = Operand(words[2]) else { return nil }
    second = Second(divides: words[1] == "/", operand: other)
  }

  /// Says whether a text is a number as a person types one: `-0.77`, `12`.
  static func isNumber(_ text: Substring) -> Bool {
    let digits = text.first == "-" || text.first == "−" ? text.dropFirst() : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The digits after the point.
  private static func places(_ number: Substring) -> Int {
    number.firstIndex(of: ".").map { number[number.index(after: $0)...].count } ?? 0
  }

  /// Cuts the decimals off: what follows the last colon, unless it stands behind a file's name.
  private static func decimals(_ text: Substring) -> (expression: Substring, decimals: Int?)? {
    guard let colon = text.lastIndex(of: ":"), !text[..<colon].hasSuffix(".yaml") else {
      return (text, nil)
    }
    let digits = text[text.index(after: colon)...]
    guard digits.utf8.allSatisfy(isDigit), let decimals = Int(digits),
      (0...LessonLimits.decimals).contains(decimals)
    else { return nil }
    return (text[..<colon], decimals)
  }
}

extension LessonValue.Operand {
  /// Reads `weights[0,2,*]`, `weights` or `other.yaml:weights[0,2,1]`.
  init?(_ text: Substring) {
    var rest = text
    var file: String?
    if let colon = rest.firstIndex(of: ":") {
      file = String(rest[..<colon])
      rest = rest[rest.index(after: colon)...]
      guard file?.hasSuffix(".yaml") == true else { return nil }
    }
    let bracket = rest.firstIndex(of: "[")
    let stage = rest[..<(bracket ?? rest.endIndex)]
    guard let first = stage.first, first.isLetter,
      stage.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { return nil }
    self.file = file
    self.stage = String(stage)
    guard let bracket else {
      indices = nil
      return
    }
    guard rest.last == "]" else { return nil }
    let parts = rest[rest.index(after: bracket)...].dropLast()
      .split(separator: ",", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && !$0.contains("[") && !$0.contains("]") }) else {
      return nil
    }
    indices = parts.map(String.init)
  }
}

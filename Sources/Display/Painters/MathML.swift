// SPDX-License-Identifier: MIT

/// A formula in MathML, read from the part of LaTeX that our formulas use.
///
/// ```swift
/// MathML(#"\frac{QK^{\top}}{\sqrt{d_{k}}}"#)?.markup
/// // <math><mfrac><mrow><mi>Q</mi>…
/// ```
///
/// Browsers do not break MathML into lines, so a formula comes in pieces, each but the first
/// beginning with an operator, between which a line may end.
struct MathML {
  /// The pieces, each a `math` element.
  let pieces: [String]
  /// The piece that begins with the first equals sign, if there is one.
  let relation: Int?

  /// The pieces with a place to break between them.
  var markup: String { pieces.joined(separator: " ") }

  /// Reads a formula.
  ///
  /// - Returns: `nil` when a command is not known, or braces do not match.
  init?(_ latex: String) {
    var reader = MathMLReader(latex)
    guard let items = reader.items(until: nil), reader.isAtEnd, !items.isEmpty else { return nil }
    var pieces: [[MathMLReader.Item]] = []
    for item in items {
      if pieces.isEmpty || (item.mayFollowBreak && pieces.last?.isEmpty == false) {
        pieces.append([])
      }
      pieces[pieces.count - 1].append(item)
    }
    self.pieces = pieces.map { items in
      // The blank between two pieces is the room before an operator that begins one.
      let first = items[0].mayFollowBreak ? items[0].opening : items[0].markup
      return "<math displaystyle=\"true\">" + first
        + items.dropFirst().map(\.markup).joined() + "</math>"
    }
    relation = pieces.firstIndex { $0[0].isEqualsSign }
  }

  /// The pieces before the first equals sign, and those from it on.
  var sides: (left: String, right: String)? {
    guard let relation else { return nil }
    return (
      pieces[..<relation].joined(separator: " "), pieces[relation...].joined(separator: " ")
    )
  }
}

/// Reads LaTeX from left to right; every item becomes one element.
struct MathMLReader {
  /// One element of MathML, and what else must be known of it.
  struct Item {
    var markup: String
    /// Whether a line may end before it.
    var mayFollowBreak = false
    var isEqualsSign = false
    /// Whether it is a word, beside which another word needs a blank.
    var isWord = false
    /// Whether limits stand below and above it.
    var takesLimits = false
    /// Whether what follows is a second operand, so that a minus is a subtraction.
    var isOperand = true

    /// A sign between two operands.
    static func infix(_ sign: String) -> Item {
      Item(
        markup: "<mo form=\"infix\">\(escapedHTML(sign))</mo>", mayFollowBreak: true,
        isEqualsSign: sign == "=", isOperand: false)
    }

    /// The sign without room before it.
    var opening: String {
      markup.replacing("<mo form=\"infix\">", with: "<mo form=\"infix\" lspace=\"0\">")
    }
  }

  private let characters: [Character]
  private var next = 0
  private var depth = 0

  init(_ latex: String) { characters = Array(latex) }

  var isAtEnd: Bool { next == characters.count }

  private var current: Character? { isAtEnd ? nil : characters[next] }

  /// The items up to a closing brace, a `\right`, or the end.
  mutating func items(until end: Character?) -> [Item]? {
    // Nobody nests so deep; hostile text could.
    guard depth < 64 else { return nil }
    depth += 1
    defer { depth -= 1 }
    var items: [Item] = []
    var sawBlank = false
    while let character = current, character != end, !isAtRight {
      if character == " " || character == "~" {
        next += 1
        sawBlank = true
        continue
      }
      if character == "^" || character == "_" || character == "'" {
        guard let item = scripted(items.popLast() ?? Item(markup: "<mrow></mrow>")) else {
          return nil
        }
        items.append(item)
        continue
      }
      if character == "-" || character == "−" {
        next += 1
        let isSubtraction = items.last?.isOperand ?? false
        items.append(
          isSubtraction
            ? .infix("−") : Item(markup: "<mo form=\"prefix\">−</mo>", isOperand: false))
        continue
      }
      guard var item = atom() else { return nil }
      if sawBlank, item.isWord, items.last?.isWord == true {
        item.markup = "<mspace width=\"0.3em\"></mspace>" + item.markup
      }
      sawBlank = false
      items.append(item)
    }
    return items
  }

  private var isAtRight: Bool { characters[next...].starts(with: "\\right") }

  /// The items inside braces as one element, or a single item without braces.
  mutating func argument() -> String? {
    while current == " " { next += 1 }
    guard current == "{" else { return atom()?.markup }
    next += 1
    guard let inner = items(until: "}"), current == "}" else { return nil }
    next += 1
    return inner.count == 1 ? inner[0].markup : Self.row(inner)
  }

  /// The characters inside braces as they stand.
  mutating func words() -> String? {
    while current == " " { next += 1 }
    guard current == "{" else { return nil }
    var text = ""
    var open = 0
    while let character = current {
      next += 1
      switch character {
      case "{":
        open += 1
        if open == 1 { continue }
      case "}":
        open -= 1
        if open == 0 { return text }
      case "\\":
        guard let escaped = current else { return nil }
        if !escaped.isLetter { next += 1 }
        text += escaped.isLetter ? "\\" : String(escaped)
        continue
      default: break
      }
      text.append(character)
    }
    return nil
  }

  static func row(_ items: [Item]) -> String {
    "<mrow>" + items.map(\.markup).joined() + "</mrow>"
  }

  private mutating func scripted(_ base: Item) -> Item? {
    var (lower, upper): (String?, String?)
    while let mark = current, mark == "^" || mark == "_" || mark == "'" {
      next += 1
      if mark == "'" {
        upper = "<mo>′</mo>"
      } else {
        guard let script = argument() else { return nil }
        if mark == "^" { upper = script } else { lower = script }
      }
    }
    var item = base
    let (both, below, above) =
      base.takesLimits ? ("munderover", "munder", "mover") : ("msubsup", "msub", "msup")
    switch (lower, upper) {
    case (let lower?, let upper?): item.markup = "<\(both)>\(base.markup)\(lower)\(upper)</\(both)>"
    case (let lower?, nil): item.markup = "<\(below)>\(base.markup)\(lower)</\(below)>"
    case (nil, let upper?): item.markup = "<\(above)>\(base.markup)\(upper)</\(above)>"
    case (nil, nil): break
    }
    return item
  }

  // MARK: - Single items

  private mutating func atom() -> Item? {
    guard let character = current else { return nil }
    switch character {
    case "{":
      next += 1
      guard let inner = items(until: "}"), current == "}" else { return nil }
      next += 1
      return Item(markup: Self.row(inner))
    case "\\": return command()
    case "}": return nil
    default: break
    }
    if character.isNumber { return Item(markup: "<mn>\(taken { $0.isNumber || $0 == "." })</mn>") }
    if character.isLetter { return letters() }
    next += 1
    return Self.sign(character)
  }

  /// Two small letters or more are a word; others are names of one letter.
  private mutating func letters() -> Item {
    let start = next
    let word = taken { $0.isLetter && $0.isASCII && $0.isLowercase }
    if word.count > 1 { return Item(markup: "<mi>\(word)</mi>", isWord: true) }
    next = start + 1
    return Item(markup: "<mi>\(escapedHTML(sanitized(String(characters[start]))))</mi>")
  }

  private mutating func taken(while isPart: (Character) -> Bool) -> String {
    let start = next
    while let character = current, isPart(character) { next += 1 }
    return String(characters[start..<next])
  }

  private static func sign(_ character: Character) -> Item {
    switch character {
    case "+", "=", "<", ">", "≈", "≤", "≥", "/": return .infix(String(character))
    case "-", "−": return Item(markup: "<mo form=\"prefix\">−</mo>", isOperand: false)
    case "(", "[": return Item(markup: "<mo stretchy=\"false\">\(character)</mo>", isOperand: false)
    case ")", "]", "|": return Item(markup: "<mo stretchy=\"false\">\(character)</mo>")
    case ",": return Item(markup: "<mo>,</mo>", isOperand: false)
    case "*": return Item(markup: "<mo>∗</mo>", isOperand: false)
    default: return Item(markup: "<mo>\(escapedHTML(sanitized(String(character))))</mo>")
    }
  }

  // MARK: - Characters

  /// The name after a backslash: letters, or a single other character.
  mutating func commandName() -> String {
    next += 1
    let name = taken { $0.isLetter && $0.isASCII }
    return name.isEmpty ? takeCharacter().map(String.init) ?? "" : name
  }

  mutating func takeCharacter() -> Character? {
    guard let character = current else { return nil }
    next += 1
    return character
  }

  /// Takes a text if it stands here.
  mutating func skip(_ text: String) -> Bool {
    guard characters[next...].starts(with: text) else { return false }
    next += text.count
    return true
  }
}

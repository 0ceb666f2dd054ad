// SPDX-License-Identifier: MIT

import AttentionEngine

/// Writes arithmetic as a line of text: with the names of cells, or with their numbers.
struct ArithmeticText {
  let notation: Notation
  /// The name or number of an operand cell.
  let operand: (_ index: Int, _ cell: [Int]) -> String
  let number: (Double) -> String
  /// How many terms of a long sum are written out; the ones between become one.
  var longestSum = 12
  /// How a sum of plain numbers is written, where it has to add up.
  var sumOfNumbers: (([Double]) -> String)?

  func write(_ tree: Arithmetic) -> String { write(tree, within: 0) }

  private func write(_ tree: Arithmetic, within binding: Int) -> String {
    let text = bare(tree)
    let isNegativeNumber = isNumber(tree) && text.hasPrefix("-")
    guard self.binding(tree) < binding || (isNegativeNumber && binding > 0) else { return text }
    return notation == .latex ? "\\left(\(text)\\right)" : "(\(text))"
  }

  private func binding(_ tree: Arithmetic) -> Int {
    switch tree {
    case .sum, .difference: 1
    case .product, .quotient, .quotientOrZero: 2
    case .share(_, let terms, _): terms.isEmpty ? 4 : 2
    case .constant(_, let formula?): formula.text(.unicode).contains("/") ? 2 : 4
    default: 4
    }
  }

  private func isNumber(_ tree: Arithmetic) -> Bool {
    switch tree {
    case .operand: true
    case .constant(_, let notation): notation == nil
    default: false
    }
  }

  private func bare(_ tree: Arithmetic) -> String {
    switch tree {
    case .operand(let index, let cell): operand(index, cell)
    case .constant(let value, let formula): formula?.text(notation) ?? number(value)
    case .sum(let terms):
      if let sumOfNumbers, let addends = tree.addends { sumOfNumbers(addends) } else { sum(terms) }
    case .difference(let a, let b): write(a, within: 1) + minus + write(b, within: 2)
    case .product(let factors): factors.map { write($0, within: 2) }.joined(separator: times)
    case .quotient(let a, let b), .quotientOrZero(let a, let b): quotient(a, b)
    case .power(let a, let b): write(a, within: 4) + "^" + exponent(b)
    case .exponential(let a): "e^" + exponent(a)
    case .shiftedExponential(let a, let b, _): "e^" + exponent(.difference(a, b))
    case .hyperbolicTangent(let a): "tanh(" + write(a) + ")"
    case .sine(let a): "sin(" + write(a) + ")"
    case .cosine(let a): "cos(" + write(a) + ")"
    case .maximum(let terms): "max(" + list(terms) + ")"
    case .share(let index, let terms, _):
      quotient(.exponential(terms[index]), .sum(terms.map(Arithmetic.exponential)))
    case .blocked: notation == .unicode ? "−∞" : "-inf"
    case .isFirstMaximum(let index, let terms):
      "[" + write(terms[index]) + " is the first largest of " + list(terms) + "]"
    }
  }

  private func sum(_ terms: [Arithmetic]) -> String {
    guard let first = terms.first else { return "0" }
    guard terms.count > longestSum else {
      return terms.dropFirst().reduce(write(first, within: 1)) { joined($0, $1) }
    }
    let head = terms.prefix(longestSum / 2)
    let tail = terms.suffix(2)
    let start = head.dropFirst().reduce(write(first, within: 1)) { joined($0, $1) }
    let between = terms.count - head.count - tail.count
    return tail.reduce(start + plus + "… \(between) more …") { joined($0, $1) }
  }

  /// `a + b`, or `a − b` where the term is a negative number.
  private func joined(_ left: String, _ term: Arithmetic) -> String {
    let text = bare(term)
    if isNumber(term), text.hasPrefix("-"), text != "-inf" {
      return left + minus + text.dropFirst()
    }
    return left + plus + write(term, within: 1)
  }

  private func list(_ terms: [Arithmetic]) -> String {
    guard terms.count > longestSum else {
      return terms.map { write($0) }.joined(separator: ", ")
    }
    return terms.prefix(longestSum / 2).map { write($0) }.joined(separator: ", ")
      + ", … \(terms.count - longestSum / 2 - 2) more …, "
      + terms.suffix(2).map { write($0) }.joined(separator: ", ")
  }

  private func quotient(_ a: Arithmetic, _ b: Arithmetic) -> String {
    notation == .latex
      ? "\\frac{\(write(a))}{\(write(b))}" : write(a, within: 2) + " / " + write(b, within: 3)
  }

  private func exponent(_ tree: Arithmetic) -> String {
    notation == .latex ? "{" + write(tree) + "}" : write(tree, within: tree.isLeaf ? 0 : 4)
  }

  private var plus: String { " + " }
  private var minus: String { notation == .unicode ? " − " : " - " }
  private var times: String {
    switch notation {
    case .unicode: "·"
    case .ascii: "*"
    case .latex: " \\cdot "
    case .spoken: " times "
    }
  }
}

extension Arithmetic {
  /// Whether the tree is a single number or cell.
  var isLeaf: Bool {
    switch self {
    case .operand, .constant: true
    default: false
    }
  }
}

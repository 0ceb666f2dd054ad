// SPDX-License-Identifier: MIT

extension Typesetter {
  /// Returns formulas aligned at their first `=`; a long one goes on before an operator.
  ///
  /// A piece between two operators is broken at blanks only when it does not fit by itself, and
  /// inside a word only when nothing else keeps the line within the width.
  func equations(_ formulas: [Mathematics], width: Int) -> [Line] {
    if isSpoken { return formulas.flatMap { wrapped($0.spoken, width: width) } }
    let texts = formulas.map { formula($0) }
    let indentation = indentation(4, of: width)
    let lefts = texts.map { metrics.width(of: leftSide(of: $0)) }
    let limit = (width - indentation) / 3
    let column =
      texts.count > 1 || lefts.allSatisfy { $0 <= limit }
      ? lefts.filter { $0 <= limit }.max() ?? 0 : 0
    return zip(texts, lefts).flatMap { text, left in
      equation(
        text, start: indentation + max(0, column - left),
        continuation: indentation + min(max(column, left <= limit ? left : 0) + 2, limit + 2),
        width: width)
    }
  }

  private func leftSide(of text: String) -> Substring {
    guard let sign = text.firstRange(of: "= ") else { return "" }
    return text[..<sign.lowerBound]
  }

  private func equation(_ text: String, start: Int, continuation: Int, width: Int) -> [Line] {
    var lines: [Line] = []
    var line = Line(ascii: blanks(start))
    var isEmpty = true
    func breakLine() {
      lines.append(line.trimmed)
      line = Line(ascii: blanks(continuation))
      isEmpty = true
    }
    func place(_ piece: String) -> Bool {
      let cells = metrics.width(of: piece)
      guard line.width + (isEmpty ? 0 : 1) + cells <= width else { return false }
      if !isEmpty { line.append(ascii: " ") }
      line.append(piece, width: cells)
      isEmpty = false
      return true
    }
    for chunk in chunks(of: text) {
      if place(chunk) { continue }
      if !isEmpty { breakLine() }
      if place(chunk) { continue }
      for word in chunk.split(separator: " ") where !place(String(word)) {
        if !isEmpty { breakLine() }
        var rest = word
        while !rest.isEmpty, !place(String(rest)) {
          let (kept, cells) = metrics.prefix(of: rest, cells: width - line.width)
          line.append(kept, width: cells)
          rest = rest.dropFirst(max(1, kept.count))
          breakLine()
        }
      }
    }
    lines.append(line.trimmed)
    return lines
  }

  /// The pieces of a formula, each but the first beginning with an operator.
  private func chunks(of text: String) -> [String] {
    let operators: Set<Substring> = [
      "+", "-", "−", "·", "×", "*", "/", "÷", "=", "≈", "~=", "<", ">", "≤", "≥", "<=", ">=",
    ]
    var chunks: [String] = []
    for word in text.split(separator: " ") {
      if chunks.isEmpty || operators.contains(word) {
        chunks.append(String(word))
      } else {
        chunks[chunks.count - 1] += " " + word
      }
    }
    return chunks
  }
}

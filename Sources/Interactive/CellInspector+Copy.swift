// SPDX-License-Identifier: MIT

import AttentionEngine
import Tensors

/// How much of a matrix is copied at once.
enum CopiedPart: CaseIterable {
  case cell, row, matrix

  /// What the next press of the key copies.
  var next: CopiedPart {
    switch self {
    case .cell: .row
    case .row: .matrix
    case .matrix: .cell
    }
  }
}

extension CellInspector {
  /// The most bytes of text that are handed to the clipboard: terminals cut off what is longer
  /// than 74 994 characters of OSC 52, and base64 makes four characters of three bytes.
  static let longestCopy = 56_000

  mutating func copy(_ part: CopiedPart) {
    guard let tensor = trace[address.stage], let columns = shape.last else { return }
    let rows = shape.count > 1 ? shape[shape.count - 2] : 1
    let row = shape.count > 1 ? address.cell[shape.count - 2] : 0
    let numbers: [Double]
    switch part {
    case .cell: numbers = [tensor[address.cell]]
    case .row:
      let start = (matrixPlace * rows + row) * columns
      numbers = Array(tensor.doubles[start..<start + columns])
    case .matrix:
      let start = matrixPlace * rows * columns
      numbers = Array(tensor.doubles[start..<start + rows * columns])
    }
    let text = Self.tabbed(
      numbers, columns: part == .cell ? 1 : columns, precision: trace.precision)
    guard text.utf8.count <= Self.longestCopy else {
      screen.message =
        "\(text.utf8.count) bytes are more than terminals take; attn trace --export writes them"
      return
    }
    screen.clipboard = text
    nextCopy = part.next
    screen.message =
      switch part {
      case .cell: "copied \(address) = \(text)  (y again: its row)"
      case .row: "copied \(name(of: .row)): \(columns) numbers  (y again: the matrix)"
      case .matrix: "copied \(name(of: .matrix)): \(rows) rows of \(columns)"
      }
  }

  /// `weights[0,2,*]`, as slices are written in array languages.
  private func name(of part: CopiedPart) -> String {
    let hidden = part == .row ? 1 : min(2, address.cell.count)
    let kept = address.cell.dropLast(hidden).map(String.init)
    let indices = kept + Array(repeating: "*", count: hidden)
    return "\(address.stage)[\(indices.joined(separator: ","))]"
  }

  /// Numbers in full, so that they read back as what was recorded; rows on lines, tabs between.
  static func tabbed(_ numbers: [Double], columns: Int, precision: Precision) -> String {
    let words = numbers.map { number in
      let word = precision == .float32 ? "\(Float(number))" : "\(number)"
      return word.hasSuffix(".0") ? String(word.dropLast(2)) : word
    }
    return stride(from: 0, to: words.count, by: max(1, columns)).map {
      words[$0..<min($0 + columns, words.count)].joined(separator: "\t")
    }.joined(separator: "\n")
  }
}

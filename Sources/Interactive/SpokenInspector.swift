// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import TerminalSession

/// Walks over the cells of a trace in sentences: what is typed is a line, what is said is appended.
///
/// The letters are those of `CellInspector`, which does the walking.
public struct SpokenInspector: LineProgram {
  private(set) var inspector: CellInspector
  private let capabilities: Capabilities

  /// Takes over where an inspector stands.
  public init(_ inspector: CellInspector) {
    self.inspector = inspector
    capabilities = inspector.capabilities
  }

  public mutating func opening() -> String {
    let title = inspector.title.map { printableLabel($0) + ". " } ?? ""
    return said("\(title)Stages: \(inspector.stages.map(\.rawValue).joined(separator: ", ")).")
      + cell() + invitation
  }

  public mutating func answer(to line: String) -> String? {
    let words = line.trimmed
    let before = inspector.address
    switch words {
    case "q": return nil
    case "?": return said(Self.help) + invitation
    case "": readOn()
    case "r": return cell() + invitation
    case "row": return matrix(rowOnly: true) + invitation
    case "matrix": return matrix(rowOnly: false) + invitation
    default:
      if words.hasPrefix("=") {
        change(to: String(words.dropFirst()))
      } else if let number = Int(words) {
        inspector.enterOperand(number)
      } else if words.contains("[") && words.count > 1 {
        go(to: words)
      } else if words.count == 1, let letter = words.first, Self.letters.contains(letter) {
        press(letter)
      } else {
        return said("'\(words)' means nothing here; ? lists the commands.")
      }
    }
    if inspector.isLeft { return nil }
    let message = inspector.screen.message.map { said($0.sentence) } ?? ""
    inspector.screen.message = nil
    let hasMoved = inspector.address != before || words.hasPrefix("=") || words == "u"
    return message + (hasMoved ? cell() : "") + invitation
  }

  /// The letters that are keys of the inspector too.
  private static let letters: Set<Character> = [
    "h", "j", "k", "l", "n", "p", "[", "]", "g", "G", "b", "u",
  ]

  static let help = """
    Enter: the next cell of the row, then of the next row. A number: go down into the cell of that \
    number among those this one was made of. b: back up. h, j, k, l: the cell to the left, below, \
    above, to the right. g, G: the first, the last row. n, p: the next stage, the stage before. \
    ], [: the next head, the head before. A name such as weights[0,2,1]: that cell. \
    row, matrix: all numbers of the row, of the matrix. r: this cell again. \
    = and a number: what if this given number were another; u undoes. q or Ctrl-D: quit.
    """
}

extension SpokenInspector {
  private mutating func press(_ letter: Character) {
    let before = inspector.address
    _ = inspector.handle(.character(letter))
    if inspector.address == before, inspector.screen.message == nil, letter != "u" {
      inspector.screen.message = "this is the edge of the matrix"
    }
  }

  /// Goes to the next cell in reading order.
  private mutating func readOn() {
    let before = inspector.address
    _ = inspector.handle(.right)
    guard inspector.address == before else { return }
    _ = inspector.handle(.home)
    let start = inspector.address
    _ = inspector.handle(.down)
    guard inspector.address == start else { return }
    inspector.go(to: before)
    inspector.screen.message = "this is the last cell of the matrix; n goes to the next stage"
  }

  private mutating func go(to name: String) {
    do throws(CellLookupError) {
      let place = try inspector.trace.cell(name)
      guard inspector.canShow(place) else { return }
      inspector.trail = []
      inspector.go(to: place)
    } catch {
      inspector.screen.message = "\(error)"
    }
  }

  private mutating func change(to text: String) {
    inspector.beginEditing()
    guard inspector.field != nil else { return }
    inspector.field = nil
    inspector.change(to: text)
  }

  /// How the current cell came to be.
  private func cell() -> String {
    guard let explanation = inspector.explanation else { return "" }
    let why = WhyDocument(inspector.trace, decimals: inspector.decimals)
    var document = why.pane(for: explanation)
    if let difference = inspector.difference {
      document.blocks.insert(.paragraph(Text(difference.dropFirst(2).description)), at: 1)
    }
    return render(document, with: capabilities)
  }

  private func matrix(rowOnly: Bool) -> String {
    guard
      var view = MatrixViews(inspector.trace, inspector.address.stage)?
        .view(at: inspector.matrixPlace)
    else { return "" }
    if rowOnly {
      let cell = inspector.address.cell
      let row = cell.count > 1 ? cell[cell.count - 2] : 0
      view = view.row(row)
    }
    return render(Document([.matrix(view)]), with: capabilities)
  }

  private func said(_ sentence: String) -> String {
    render(Document([.paragraph(Text(sentence))]), with: capabilities)
  }

  private var invitation: String {
    let isGiven = inspector.explanation?.operands.isEmpty ?? true
    let down = isGiven ? "" : ", a number to go down"
    return said("Press Enter for the next cell\(down), b back, ? help.")
  }
}

extension String {
  /// The text with a capital at its beginning and a full stop at its end.
  fileprivate var sentence: String {
    (first.map { $0.uppercased() } ?? "") + dropFirst() + (hasSuffix(".") ? "" : ".")
  }
}

extension MatrixView {
  /// One row of the matrix, as a matrix.
  fileprivate func row(_ row: Int) -> MatrixView {
    let cells = row * columnCount..<(row + 1) * columnCount
    var part = self
    part.cellNotes = nil
    part.rowCount = 1
    part.values = Array(values[cells])
    part.blocked = blocked.isEmpty ? [] : Array(blocked[cells])
    part.rowLabels = rowLabels.map { [$0[row]] }
    part.changed = []
    return part
  }
}

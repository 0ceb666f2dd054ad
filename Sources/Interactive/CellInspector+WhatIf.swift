// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import TerminalSession
import Tensors

/// What if a given number were another? Everything is computed anew, by the same engine.
extension CellInspector {
  mutating func beginEditing() {
    guard let problem else {
      screen.message = "these numbers cannot be changed"
      return
    }
    guard problem.replacing(address, with: 0) != nil else {
      screen.message = "\(address) was computed; go down to an input or a projection"
      return
    }
    field = TextField()
  }

  mutating func type(_ key: Key) {
    switch field?.handle(key) {
    case .entered(let text):
      field = nil
      change(to: text)
    case .cancelled: field = nil
    case .typing, nil: break
    }
  }

  mutating func change(to text: String) {
    guard let number = NumberText(text.filter { $0 != " " })?.value, number.isFinite else {
      screen.message = "'\(text)' is no number; write it as 0.5, -2, 1/3 or 1e-3"
      return
    }
    guard let problem, let edited = problem.replacing(address, with: number) else { return }
    guard compute(edited) else { return }
    undone.append(problem)
  }

  mutating func undo() {
    guard let before = undone.popLast() else {
      screen.message = "nothing was changed"
      return
    }
    if compute(before) { screen.message = "undone" }
    if undone.isEmpty { showsDifferences = false }
  }

  mutating func toggleDifferences() {
    guard !undone.isEmpty else {
      screen.message = "nothing was changed; e changes a given number"
      return
    }
    showsDifferences.toggle()
  }

  private mutating func compute(_ edited: Problem) -> Bool {
    do throws(ProblemError) {
      // Each change has the same shapes: settled once, computed in a blink.
      if let prepared {
        trace = try prepared.trace(of: edited)
      } else {
        let prepared = try PreparedAttention(edited)
        trace = prepared.trace
        self.prepared = prepared
      }
      problem = edited
      explain()
      return true
    } catch {
      screen.message = "\(error)"
      return false
    }
  }

  /// How far the cells of a matrix are from what they were; `nil` when nothing was edited.
  ///
  /// Cells that are both nan, or the same infinity, have not changed.
  func differences(_ place: Int, count: Int) -> [Double]? {
    guard !undone.isEmpty, let now = trace[address.stage]?.doubles,
      let before = original[address.stage]?.doubles, now.count == before.count
    else { return nil }
    return (place * count..<(place + 1) * count).map { cell in
      now[cell] == before[cell] || (now[cell].isNaN && before[cell].isNaN)
        ? 0 : now[cell] - before[cell]
    }
  }

  /// What the current cell was, and by how much it has changed.
  var difference: String? {
    guard !undone.isEmpty, let now = trace[address.stage]?[address.cell],
      let before = original[address.stage]?[address.cell], now != before
    else { return nil }
    let format = NumberFormat(decimals: max(4, decimals), notation: .trimmed)
    let step = now - before
    return "! was \(format.string(before)), changed by \(step > 0 ? "+" : "")\(format.string(step))"
  }
}

extension Problem {
  /// Returns the problem with one given number changed; `nil` when the cell was not given.
  ///
  /// A trace keeps matrices as they are stored, whatever their layout; it adds axes of one only.
  func replacing(_ address: CellAddress, with number: Double) -> Problem? {
    guard let place = GivenArray(address.stage, of: self), let tensor = self[place] else {
      return nil
    }
    var cell = address.cell
    guard cell.count >= tensor.shape.count,
      cell.dropLast(tensor.shape.count).allSatisfy({ $0 == 0 })
    else { return nil }
    cell = Array(cell.suffix(tensor.shape.count))
    guard zip(cell, tensor.shape).allSatisfy({ $0 < $1 }) else { return nil }
    let offset = zip(cell, tensor.shape).reduce(0) { $0 * $1.1 + $1.0 }
    var numbers = tensor.doubles
    numbers[offset] = number
    var edited = self
    edited[place] = tensor.mapped(
      float32: { Tensor(axes: $0.axes, scalars: numbers.map { Float($0) }) },
      float64: { Tensor(axes: $0.axes, scalars: numbers) })
    return edited
  }
}

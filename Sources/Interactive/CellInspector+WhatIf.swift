// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import TerminalSession
import Tensors

/// What if a given number were another? Everything is computed anew, by the same engine.
extension CellInspector {
  mutating func beginEditing() {
    guard let problem else {
      message = "these numbers cannot be changed"
      return
    }
    guard problem.replacing(address, with: 0) != nil else {
      message = "\(address) was computed; go down to an input or a projection"
      return
    }
    typed = ""
  }

  mutating func type(_ key: Key) {
    switch key {
    case .character(let character): typed?.append(character)
    case .backspace: if typed?.popLast() == nil { typed = nil }
    case .escape: typed = nil
    case .enter:
      let text = typed ?? ""
      typed = nil
      change(to: text)
    default: break
    }
  }

  private mutating func change(to text: String) {
    guard let number = Double(text.filter { $0 != " " }), number.isFinite else {
      message = "'\(text)' is no number; write it as 0.5, -2 or 1e-3"
      return
    }
    guard let problem, let edited = problem.replacing(address, with: number) else { return }
    guard compute(edited) else { return }
    undone.append(problem)
  }

  mutating func undo() {
    guard let before = undone.popLast() else {
      message = "nothing was changed"
      return
    }
    _ = compute(before)
  }

  private mutating func compute(_ edited: Problem) -> Bool {
    do throws(ProblemError) {
      trace = try Attention.trace(edited)
      problem = edited
      return true
    } catch {
      message = "\(error)"
      return false
    }
  }

  /// Which cells of a matrix of the current stage are not what they were.
  func changes(_ place: Int, count: Int) -> [Bool] {
    guard !undone.isEmpty, let now = trace[address.stage]?.doubles,
      let before = original[address.stage]?.doubles, now.count == before.count
    else { return [] }
    return (place * count..<(place + 1) * count).map {
      now[$0] != before[$0] && !(now[$0].isNaN && before[$0].isNaN)
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
    let place: WritableKeyPath<Problem, AnyTensor?>
    var cell = address.cell
    switch address.stage {
    case .input: place = \.input
    case .memory: place = \.memory
    case .queryProjection: place = \.projections.query
    case .keyProjection: place = \.projections.key
    case .valueProjection: place = \.projections.value
    case .outputProjection: place = \.projections.output
    case .query where input == nil: place = \.query
    case .key where input == nil: place = \.key
    case .value where input == nil: place = \.value
    default: return nil
    }
    guard let tensor = self[keyPath: place], cell.count >= tensor.shape.count,
      cell.dropLast(tensor.shape.count).allSatisfy({ $0 == 0 })
    else { return nil }
    cell = Array(cell.suffix(tensor.shape.count))
    guard zip(cell, tensor.shape).allSatisfy({ $0 < $1 }) else { return nil }
    let offset = zip(cell, tensor.shape).reduce(0) { $0 * $1.1 + $1.0 }
    var numbers = tensor.doubles
    numbers[offset] = number
    var edited = self
    edited[keyPath: place] = tensor.mapped(
      float32: { Tensor(axes: $0.axes, scalars: numbers.map { Float($0) }) },
      float64: { Tensor(axes: $0.axes, scalars: numbers) })
    return edited
  }
}

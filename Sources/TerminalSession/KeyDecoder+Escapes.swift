// SPDX-License-Identifier: MIT

extension KeyDecoder {
  /// What begins with Escape.
  mutating func escape() -> Step? {
    guard pending.count > 1 else { return nil }
    switch pending[1] {
    case UInt8(ascii: "["): return controlSequence()
    case UInt8(ascii: "O"): return shiftedSequence()
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      return controlString()
    case 0x1b: return Step(length: 1, key: .escape)
    case 0x00..<0x20: return Step(length: 1)
    default:
      // A key together with Alt, which means nothing here.
      return character(at: 1).map { Step(length: 1 + $0.length) }
    }
  }

  /// `CSI parameters final`.
  private mutating func controlSequence() -> Step? {
    var place = 2
    // The function keys of the Linux console have a second bracket.
    if pending.count > 2, pending[2] == UInt8(ascii: "[") {
      return pending.count > 3 ? Step(length: 4) : nil
    }
    while place < pending.count, (0x20...0x3f).contains(pending[place]) {
      place += 1
      if place > Self.longestSequence { return Step(length: place) }
    }
    guard place < pending.count else { return nil }
    let final = pending[place]
    // A control character inside ends the sequence and counts for itself.
    guard (0x40...0x7e).contains(final) else { return Step(length: place) }
    let parameters = pending[2..<place]
    if parameters.first == UInt8(ascii: "<") {
      return Step(length: place + 1, key: Self.mouse(parameters.dropFirst(), final))
    }
    if final == UInt8(ascii: "M"), parameters.isEmpty {
      return pending.count >= place + 4 ? Step(length: place + 4) : nil
    }
    guard final == UInt8(ascii: "~") else {
      return Step(length: place + 1, key: Self.arrow(final))
    }
    let number = parameters.prefix { $0 != UInt8(ascii: ";") }
    if number.elementsEqual("200".utf8) { isPasting = true }
    return Step(length: place + 1, key: Self.numbered(number))
  }

  /// `SS3 final`; some terminals put modifiers between.
  private func shiftedSequence() -> Step? {
    var place = 2
    while place < pending.count, (0x30...0x3b).contains(pending[place]) {
      place += 1
      if place > Self.longestSequence { return Step(length: place) }
    }
    guard place < pending.count else { return nil }
    guard (0x40...0x7e).contains(pending[place]) else { return Step(length: place) }
    let key: Key? = pending[place] == UInt8(ascii: "M") ? .enter : Self.arrow(pending[place])
    return Step(length: place + 1, key: key)
  }

  /// An answer or a message of the terminal, up to ST or BEL.
  private func controlString() -> Step? {
    let limit = 16 * Self.longestSequence
    for place in 2..<max(2, min(pending.count, limit)) {
      if pending[place] == 0x07 { return Step(length: place + 1) }
      if pending[place] == 0x1b, place + 1 < pending.count {
        let isTerminator = pending[place + 1] == UInt8(ascii: "\\")
        return Step(length: isTerminator ? place + 2 : place)
      }
    }
    return pending.count > limit ? Step(length: limit) : nil
  }

  private static func arrow(_ final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "Z"): .backTab
    default: nil
    }
  }

  /// `CSI < button;column;line M`: a button goes down; with `m` it goes up, which means nothing.
  private static func mouse(_ parameters: ArraySlice<UInt8>, _ final: UInt8) -> Key? {
    let numbers = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) ?? -1 }
    guard final == UInt8(ascii: "M"), numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else {
      return nil
    }
    switch numbers[0] {
    case 0: return .click(line: numbers[2] - 1, column: numbers[1] - 1)
    case 64: return .wheelUp
    case 65: return .wheelDown
    default: return nil
    }
  }

  private static func numbered(_ digits: ArraySlice<UInt8>) -> Key? {
    switch String(decoding: digits, as: UTF8.self) {
    case "1", "7": .home
    case "4", "8": .end
    case "2": .insert
    case "3": .delete
    case "5": .pageUp
    case "6": .pageDown
    default: nil
    }
  }
}

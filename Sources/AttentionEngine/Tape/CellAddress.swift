// SPDX-License-Identifier: MIT

/// One cell of one stage, written `weights[0,2,1]`; indices count from 0.
public struct CellAddress: Hashable, Sendable, CustomStringConvertible {
  public let stage: StageID
  public let cell: [Int]

  public init(_ stage: StageID, _ cell: [Int]) {
    self.stage = stage
    self.cell = cell
  }

  /// Reads an address.
  ///
  /// - Parameter text: Such as `weights[0,2,1]`; spaces are allowed.
  ///   Gives `nil` when the text has another form; whether the cell exists is the trace's to say.
  public init?(_ text: String) {
    let bare = text.filter { !$0.isWhitespace }
    guard bare.utf8.count <= 400, let open = bare.firstIndex(of: "["), bare.last == "]" else {
      return nil
    }
    let name = bare[..<open]
    let numbers = bare[bare.index(after: open)...].dropLast()
      .split(separator: ",", omittingEmptySubsequences: false)
    let cell = numbers.compactMap { Int($0) }
    guard !name.isEmpty, cell.count == numbers.count, cell.allSatisfy({ $0 >= 0 }) else {
      return nil
    }
    self.init(StageID(String(name)), cell)
  }

  public var description: String {
    "\(stage)[\(cell.map(String.init).joined(separator: ","))]"
  }
}

// SPDX-License-Identifier: MIT

/// A header and rows of text, measured in terminal cells.
public struct Table: Sendable, Equatable {
  /// To which side the entries of a column move.
  public enum Alignment: Sendable, Hashable {
    /// To the left, for words.
    case left
    /// To the right, for numbers.
    case right
    /// To the middle.
    case center
  }

  /// The names of the columns; empty when there is no header.
  public var header: [Text]
  /// The rows from top to bottom; a short row is filled with empty entries.
  public var rows: [[Text]]
  /// The alignment of each column; missing entries mean left.
  public var alignments: [Alignment]

  /// Creates a table.
  public init(header: [Text] = [], rows: [[Text]], alignments: [Alignment] = []) {
    self.header = header
    self.rows = rows
    self.alignments = alignments
  }

  /// The number of columns of the widest row.
  public var columnCount: Int {
    max(header.count, rows.map(\.count).max() ?? 0)
  }
}

// SPDX-License-Identifier: MIT

/// What there is to show about one matrix, without any decision about how it looks.
///
/// ```swift
/// MatrixView(rowCount: 2, columnCount: 2, values: [1, 0, 0.25, 0.75], kind: .probability,
///   blocked: [false, true, false, false], rowLabels: ["the", "cat"], columnLabels: ["the", "cat"],
///   rowAxis: "query", columnAxis: "key", title: "weights")
/// ```
public struct MatrixView: Sendable, Equatable {
  /// The number of rows.
  public var rowCount: Int
  /// The number of columns.
  public var columnCount: Int
  /// The cells, row by row; `nan` and infinities are allowed.
  public var values: [Double]
  /// What the numbers mean, which decides the colour scale.
  public var kind: Kind
  /// Cells that take no part, row by row, shown as `x`; empty when there are none.
  public var blocked: [Bool]
  /// What `x` means, for the caption.
  public var blockedMeaning: String
  /// A name for each row, untrusted text; the index when missing.
  public var rowLabels: [String]?
  /// A name for each column, untrusted text; the index when missing.
  public var columnLabels: [String]?
  /// The name of the axis that the rows run along.
  public var rowAxis: String
  /// The name of the axis that the columns run along.
  public var columnAxis: String
  /// The line above the matrix.
  public var title: Mathematics?
  /// Whether a column on the right states the sum of each row.
  public var showsRowSums: Bool
  /// Whether the largest entry of each row carries `*`.
  public var marksRowMaximum: Bool
  /// The requested number of decimals; chosen from the space when missing.
  public var decimals: Int?
  /// Limits of the colour scale shared with other matrices; computed when missing.
  public var scale: ScaleLimits?
  /// Whether a legend follows.
  public var legend: Legend
  /// The cell that is being explained.
  public var selected: CellPosition?
  /// A remark that follows the matrix.
  public var note: String?
  /// A sentence about each cell, row by row, for painters that can show one at a time.
  public var cellNotes: [String]? {
    didSet { precondition(cellNotes.map { $0.count == values.count } ?? true, "one for each cell") }
  }
  /// Whether numbers are written in full, as fractions where they are some.
  public var exactForm: ExactForm?
  /// Cells that carry `!` because they are not what they were, row by row; empty when none is.
  public var changed: [Bool] = []

  /// Creates a view; sums and row maxima are shown by default for probabilities.
  ///
  /// - Parameters:
  ///   - rowCount: The number of rows.
  ///   - columnCount: The number of columns.
  ///   - values: Shape `[row, column]`, row by row.
  ///   - kind: What the numbers mean.
  ///   - blocked: Shape `[row, column]`, true for a cell that takes no part; or empty.
  ///   - blockedMeaning: What `x` means.
  ///   - rowLabels: One name for each row.
  ///   - columnLabels: One name for each column.
  ///   - rowAxis: The name of the row axis.
  ///   - columnAxis: The name of the column axis.
  ///   - title: The line above the matrix.
  ///   - showsRowSums: Whether to state row sums.
  ///   - marksRowMaximum: Whether to mark row maxima.
  ///   - decimals: The requested number of decimals.
  ///   - scale: Shared limits of the colour scale.
  ///   - legend: Whether a legend follows.
  ///   - selected: The cell that is being explained.
  ///   - note: A remark that follows the matrix.
  public init(
    rowCount: Int, columnCount: Int, values: [Double], kind: Kind = .raw, blocked: [Bool] = [],
    blockedMeaning: String = "masked (-inf before softmax)", rowLabels: [String]? = nil,
    columnLabels: [String]? = nil, rowAxis: String = "row", columnAxis: String = "column",
    title: Mathematics? = nil, showsRowSums: Bool? = nil, marksRowMaximum: Bool? = nil,
    decimals: Int? = nil, scale: ScaleLimits? = nil, legend: Legend = .automatic,
    selected: CellPosition? = nil, note: String? = nil
  ) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix has no negative extent")
    precondition(values.count == rowCount * columnCount, "one value for each cell")
    precondition(blocked.isEmpty || blocked.count == values.count, "one flag for each cell")
    precondition(rowLabels.map { $0.count == rowCount } ?? true, "one label for each row")
    precondition(columnLabels.map { $0.count == columnCount } ?? true, "one label for each column")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.values = values
    self.kind = kind
    self.blocked = blocked
    self.blockedMeaning = blockedMeaning
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.rowAxis = rowAxis
    self.columnAxis = columnAxis
    self.title = title
    self.showsRowSums = showsRowSums ?? (kind == .probability)
    self.marksRowMaximum = marksRowMaximum ?? (kind == .probability)
    self.decimals = decimals
    self.scale = scale
    self.legend = legend
    self.selected = selected
    self.note = note
  }
}

extension MatrixView {
  /// What the numbers of a matrix mean.
  public enum Kind: Sendable, Hashable {
    /// Shares from 0 to 1; a sequential scale from 0.
    case probability
    /// Numbers on both sides of 0; a diverging scale, symmetric about 0.
    case signed
    /// Not known; diverging when both signs occur.
    case raw
    /// Whole numbers from 0; a sequential scale from 0.
    case count
  }

  /// The type whose nearest number a fraction must be, so that it stands for what is stored.
  public enum ExactForm: Sendable, Hashable {
    /// Single precision.
    case float32
    /// Double precision.
    case float64
  }

  /// Whether a legend follows a matrix.
  public enum Legend: Sendable, Hashable {
    /// When the cells show no numbers.
    case automatic
    /// Always.
    case always
    /// Never.
    case never
  }

  /// Returns the value of a cell.
  public subscript(row: Int, column: Int) -> Double {
    values[row * columnCount + column]
  }

  /// Returns whether a cell takes no part.
  public func isBlocked(_ row: Int, _ column: Int) -> Bool {
    !blocked.isEmpty && blocked[row * columnCount + column]
  }
}

/// The address of a cell, counted from 0.
public struct CellPosition: Sendable, Hashable {
  /// The row, from 0 at the top.
  public var row: Int
  /// The column, from 0 at the left.
  public var column: Int

  /// Creates a position.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// The numbers at the two ends of a colour scale.
public struct ScaleLimits: Sendable, Hashable {
  /// The lower end: 0 for a sequential scale, `-upper` for a diverging one.
  public var lower: Double
  /// The upper end.
  public var upper: Double
  /// The upper end when outliers are clipped; nil when nobody has looked for them.
  public var clippedUpper: Double?
  /// Whether outliers have been clipped.
  public private(set) var endsAtThreeDeviations = false

  /// Creates limits.
  public init(lower: Double, upper: Double, clippedUpper: Double? = nil) {
    self.lower = lower
    self.upper = upper
    self.clippedUpper = clippedUpper
  }

  /// The limits without outliers: numbers beyond three standard deviations lie outside.
  public var clipped: ScaleLimits {
    guard let clippedUpper, clippedUpper < upper else { return self }
    var limits = ScaleLimits(lower: isDiverging ? -clippedUpper : 0, upper: clippedUpper)
    limits.endsAtThreeDeviations = true
    return limits
  }

  /// Whether the scale has two arms about 0.
  public var isDiverging: Bool { lower < 0 }
}

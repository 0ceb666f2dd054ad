// SPDX-License-Identifier: MIT

/// All that a painter must know about where its output goes, as an injected value.
public struct Capabilities: Sendable, Equatable {
  /// The number of cells in a line; at least `minimumWidth` is used.
  public var width: Int
  /// The number of lines of the screen.
  public var height: Int
  /// How many colours there are.
  public var colorDepth: ColorDepth
  /// Whether bold, dim, underline and reverse video may be written.
  public var attributes: Bool
  /// Whether no escape sequence at all may be written, whatever else is set.
  public var plain: Bool
  /// Whether characters outside ASCII may be written.
  public var unicode: Bool
  /// The cells of a character of ambiguous East Asian width: 1 or 2.
  public var ambiguousWidth: Int
  /// Whether the reader listens: sentences in place of pictures.
  public var accessible: Bool
  /// Whether links may be written as hyperlinks.
  public var hyperlinks: Bool
  /// Whether the column is set anew after labels whose width terminals disagree about.
  public var resynchronizes: Bool
  /// Whether anything may move.
  public var animates: Bool
  /// The background that the reader has chosen.
  public var theme: Theme
  /// The sequential palette.
  public var palette: PaletteName
  /// How matrices are laid out.
  public var matrixLayout: MatrixLayout
  /// Whether cells carry a ramp character beside the number.
  public var shade: Bool
  /// The number of rows above which a matrix is shown in part.
  public var maximumRows: Int?
  /// Which cells share a colour scale.
  public var scalePolicy: ScalePolicy
  /// Whether the scale ends at three standard deviations, with marks beyond.
  public var clipsOutliers: Bool
  /// Whether small matrices have a legend too.
  public var showsLegend: Bool

  /// The narrowest width that the layout respects.
  public static let minimumWidth = 20

  /// Creates capabilities; the defaults describe a pipe that takes Unicode.
  public init(
    width: Int = 80, height: Int = 24, colorDepth: ColorDepth = .none, attributes: Bool? = nil,
    plain: Bool = false, unicode: Bool = true, ambiguousWidth: Int = 1, accessible: Bool = false,
    hyperlinks: Bool = false, resynchronizes: Bool = false, animates: Bool = false,
    theme: Theme = .unknown, palette: PaletteName = .magma, matrixLayout: MatrixLayout = .automatic,
    shade: Bool = false, maximumRows: Int? = nil, scalePolicy: ScalePolicy = .shared,
    clipsOutliers: Bool = false, showsLegend: Bool = false
  ) {
    self.width = width
    self.height = height
    self.colorDepth = colorDepth
    self.attributes = attributes ?? (colorDepth != .none)
    self.plain = plain
    self.unicode = unicode
    self.ambiguousWidth = ambiguousWidth
    self.accessible = accessible
    self.hyperlinks = hyperlinks
    self.resynchronizes = resynchronizes
    self.animates = animates
    self.theme = theme
    self.palette = palette
    self.matrixLayout = matrixLayout
    self.shade = shade
    self.maximumRows = maximumRows
    self.scalePolicy = scalePolicy
    self.clipsOutliers = clipsOutliers
    self.showsLegend = showsLegend
  }
}

extension Capabilities {
  /// How many colours a terminal shows.
  public enum ColorDepth: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// None.
    case none
    /// The 16 colours that themes define.
    case ansi16
    /// The indices 16 to 255.
    case palette256
    /// Red, green and blue with 8 bits each.
    case truecolor

    /// Orders depths by the number of colours.
    public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// The background of a terminal.
  public enum Theme: String, Sendable, Hashable, CaseIterable {
    /// Not told.
    case unknown
    /// Dark text on a light background.
    case light
    /// Light text on a dark background.
    case dark
  }

  /// The palettes for numbers that start at 0; numbers with two signs always use vik.
  public enum PaletteName: String, Sendable, Hashable, CaseIterable {
    /// Black through red to pale yellow.
    case magma
    /// Violet through green to yellow.
    case viridis
    /// Blue through grey to yellow, the same for most kinds of colour vision.
    case cividis
    /// Black to white.
    case grey
  }

  /// The rungs of the ladder for wide matrices.
  public enum MatrixLayout: String, Sendable, Hashable, CaseIterable {
    /// The first rung that fits.
    case automatic
    /// Three decimals.
    case full
    /// Two decimals.
    case compact
    /// Two decimals without the zero before the point.
    case brief
    /// Some columns after the others, with repeated row labels.
    case blocks
    /// The first and last rows and columns.
    case elided
    /// No numbers, a ramp character on one colour for each cell.
    case pixels
    /// No numbers, two rows on a line; needs colour and Unicode.
    case halfBlocks = "half-blocks"
  }

  /// Which cells share a colour scale.
  public enum ScalePolicy: String, Sendable, Hashable, CaseIterable {
    /// All matrices of a block.
    case shared
    /// Each panel has its own.
    case perPanel = "per-panel"
    /// Each row has its own.
    case perRow = "per-row"
  }
}

// SPDX-License-Identifier: MIT

/// The colours of the bins of a scale, from low to high, with text colours that stand out.
///
/// Licences: magma, viridis and cividis come from matplotlib (CC0); vik from Crameri, Scientific
/// colour maps (MIT), doi 10.5281/zenodo.1243862.
///
/// Policy: a new palette needs a WCAG ratio of at least 4.5 and lightness that only rises, or only
/// falls on each side of the middle. Bins, not ramps: the legend stays exact.
public struct Palette: Sendable, Equatable {
  /// The name that the user knows it by.
  public let name: String
  /// The background of each bin.
  public let colors: [RGBColor]
  /// The nearest fitting entries of the 256 palette; may be fewer steps.
  public let indices: [UInt8]
  /// The text colour on each bin.
  let textColors: [RGBColor]
  /// The text colour on each bin when the background comes from the 256 palette.
  let indexTextColors: [RGBColor]

  init(_ name: String, _ colors: [UInt32], indices: [UInt8]) {
    self.name = name
    self.colors = colors.map { RGBColor($0) }
    self.indices = indices
    textColors = self.colors.map(\.textColor)
    indexTextColors = colors.indices.map {
      RGBColor(index: indices[$0 * indices.count / colors.count]).textColor
    }
  }

  /// Returns the index of the 256 palette for a bin.
  public func index(of bin: Int) -> UInt8 {
    indices[bin * indices.count / colors.count]
  }
}

extension Palette {
  /// Black through red to pale yellow, 10 steps.
  public static let magma = Palette(
    "magma",
    [
      0x000004, 0x180f3d, 0x440f76, 0x701f81, 0x9c2e7f, 0xc73d73, 0xf4675c, 0xfd9b6b, 0xfecf92,
      0xfcfdbf,
    ],
    indices: [16, 53, 54, 90, 125, 161, 203, 209, 216, 223])

  /// Violet through green to yellow, 10 steps; 8 in the 256 palette.
  public static let viridis = Palette(
    "viridis",
    [
      0x440154, 0x481d6f, 0x453781, 0x3c4f8a, 0x31678e, 0x287d8e, 0x22a884, 0x4ec36b, 0xa2da37,
      0xfde725,
    ],
    indices: [17, 54, 24, 60, 36, 41, 148, 220])

  /// Blue through grey to yellow, 10 steps; grey in the 256 palette.
  public static let cividis = Palette(
    "cividis",
    [
      0x00224e, 0x013271, 0x2f426d, 0x48526c, 0x5e626e, 0x727274, 0x9c9576, 0xbcae6c, 0xdfca57,
      0xfee838,
    ],
    indices: greyIndices)

  /// Black to white, 10 steps.
  public static let grey = Palette(
    "grey",
    [
      0x080808, 0x1c1c1c, 0x303030, 0x444444, 0x585858, 0x6c6c6c, 0x9e9e9e, 0xbcbcbc, 0xdadada,
      0xffffff,
    ],
    indices: greyIndices)

  /// Blue through white to red, 11 steps, for numbers of both signs.
  public static let vik = Palette(
    "vik",
    [
      0x001261, 0x023175, 0x055189, 0x1c6d9c, 0x7db0c9, 0xece5e0, 0xd69f7e, 0xc97e53, 0xb04f1b,
      0x852206, 0x590008,
    ],
    indices: [17, 18, 25, 74, 153, 255, 223, 173, 130, 124, 52])

  /// Returns the sequential palette of a name.
  public static func sequential(_ name: Capabilities.PaletteName) -> Palette {
    switch name {
    case .magma: magma
    case .viridis: viridis
    case .cividis: cividis
    case .grey: grey
    }
  }

  private static let greyIndices: [UInt8] = [232, 234, 236, 238, 240, 242, 247, 250, 253, 231]
}

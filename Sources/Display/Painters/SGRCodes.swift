// SPDX-License-Identifier: MIT

/// The parameters of the escape sequence that sets a style, looked up and not made anew.
struct SGRCodes {
  private let attributes: Bool
  private let sequential: Layers
  private let diverging: Layers

  init(_ capabilities: Capabilities) {
    let isBare = capabilities.plain || capabilities.accessible
    let depth = isBare ? .none : capabilities.colorDepth
    attributes = capabilities.attributes
    sequential = Layers(.sequential(capabilities.palette), depth, isDiverging: false)
    diverging = Layers(.vik, depth, isDiverging: true)
  }

  /// Returns the parameters for a style, empty when there is nothing to set.
  subscript(style: SpanStyle) -> String {
    let hasAttributes = style.bold || style.dim || style.italic || style.reverse
    if !hasAttributes || !attributes { return self[style.fill] }
    var codes = ""
    func add(_ code: String) {
      guard !code.isEmpty else { return }
      codes += codes.isEmpty ? code : ";" + code
    }
    if style.bold { add("1") }
    if style.dim { add("2") }
    if style.italic { add("3") }
    if style.reverse { add("7") }
    add(self[style.fill])
    return codes
  }

  private subscript(fill: Fill) -> String {
    switch fill {
    case .none: return ""
    case .bin(let bin, let isDiverging): return (isDiverging ? diverging : sequential).cells[bin]
    case .halves(let upper, let lower, let isDiverging):
      let layers = isDiverging ? diverging : sequential
      guard let upper else { return lower.map { layers.foregrounds[$0] } ?? "" }
      let foreground = layers.foregrounds[upper]
      return lower.map { foreground + ";" + layers.backgrounds[$0] } ?? foreground
    }
  }

  /// Writes only what differs between two pairs of halves, where nothing need be undone.
  ///
  /// - Returns: Whether that was possible; if not, nothing has been written.
  func write(from old: Fill, to new: Fill, into output: inout String) -> Bool {
    guard case .halves(let upper?, let lower?, let isDiverging) = new,
      case .halves(let oldUpper?, let oldLower?, isDiverging) = old
    else { return false }
    let layers = isDiverging ? diverging : sequential
    guard upper != oldUpper || lower != oldLower else { return true }
    output += "\u{1b}["
    if upper != oldUpper { output += layers.foregrounds[upper] }
    if upper != oldUpper && lower != oldLower { output += ";" }
    if lower != oldLower { output += layers.backgrounds[lower] }
    output += "m"
    return true
  }
}

extension SGRCodes {
  /// What sets the colours of each bin of a palette, made once for a page.
  private struct Layers {
    /// Background and text of a cell.
    let cells: [String]
    /// The text colour alone, in the colour of the bin.
    let foregrounds: [String]
    /// The background alone.
    let backgrounds: [String]

    init(_ palette: Palette, _ depth: Capabilities.ColorDepth, isDiverging: Bool) {
      let bins = palette.colors.indices
      func code(_ layer: Int, _ color: RGBColor, _ index: UInt8) -> String {
        depth == .truecolor
          ? "\(layer);2;\(color.red);\(color.green);\(color.blue)" : "\(layer);5;\(index)"
      }
      func codes(_ layer: Int) -> [String] {
        bins.map { code(layer, palette.colors[$0], palette.index(of: $0)) }
      }
      guard depth >= .palette256 else {
        (foregrounds, backgrounds) = ([], [])
        cells = bins.map { depth == .none ? "" : Self.sign(of: $0, isDiverging, bins.count) }
        return
      }
      (foregrounds, backgrounds) = (codes(38), codes(48))
      cells = bins.map { bin in
        let text = depth == .truecolor ? palette.textColors[bin] : palette.indexTextColors[bin]
        return code(48, palette.colors[bin], palette.index(of: bin)) + ";"
          + code(38, text, text == .white ? 231 : 16)
      }
    }

    /// With the 16 colours that themes define there are no backgrounds: the sign, and the ends.
    private static func sign(of bin: Int, _ isDiverging: Bool, _ count: Int) -> String {
      guard isDiverging else { return bin == count - 1 ? "1" : "" }
      let sign = bin < 5 ? "34" : bin > 5 ? "31" : ""
      return bin == 0 || bin == 10 ? "1;" + sign : sign
    }
  }
}

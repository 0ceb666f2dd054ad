// SPDX-License-Identifier: MIT

import ArgumentParser
import Display

extension DisplayOptions.Color: ExpressibleByArgument {}
extension Capabilities.PaletteName: ExpressibleByArgument {}
extension Capabilities.MatrixLayout: ExpressibleByArgument {}
extension Capabilities.Theme: ExpressibleByArgument {}

extension Capabilities.ScalePolicy: ExpressibleByArgument {
  /// Panels are heads, and most people call them so.
  public init?(argument: String) {
    self.init(rawValue: argument == "per-head" ? "per-panel" : argument)
  }
}

/// `--hyperlinks`.
enum HyperlinkChoice: String, CaseIterable, ExpressibleByArgument { case auto, always, never }

/// `--clip`.
enum ClipChoice: String, CaseIterable, ExpressibleByArgument {
  case none
  case threeDeviations = "3sigma"
}

/// `--ambiguous`: how many cells a character of ambiguous width takes.
enum AmbiguousWidth: String, ExpressibleByArgument, CaseIterable {
  case one = "1"
  case two = "2"
  /// The terminal is asked once, where a program owns the screen.
  case automatic = "auto"

  /// The cells; `nil` until the terminal has been asked.
  var cells: Int? {
    switch self {
    case .one: 1
    case .two: 2
    case .automatic: nil
    }
  }
}

/// The choices every command that prints a document has.
struct OutputOptions: ParsableArguments {
  @Option(help: "Colour: auto, always, never, 16, 256 or truecolor.")
  var color = DisplayOptions.Color.auto

  @Option(help: "Columns to write, 20 or more; otherwise the terminal's, or 80.")
  var width: Int?

  @Flag(help: "No escape sequence at all.")
  var plain = false

  @Flag(help: "Sentences instead of pictures, for screen readers; ACCESSIBLE=1 does the same.")
  var accessible = false

  @Flag(name: .customLong("ascii"), help: "Only ASCII characters.")
  var ascii = false

  @Flag(name: .customLong("unicode"), help: "Unicode characters whatever the locale says.")
  var unicode = false

  @Option(help: "Colours of amounts: magma, viridis, cividis or grey.")
  var palette = Capabilities.PaletteName.magma

  @Option(
    help: "Form of matrices: automatic, full, compact, brief, blocks, elided, pixels, half-blocks.")
  var layout = Capabilities.MatrixLayout.automatic

  @Option(help: "Background of the terminal: light or dark.")
  var theme = Capabilities.Theme.unknown

  @Option(help: "Cells of a character of ambiguous width: 1, 2, or auto: a whole screen asks.")
  var ambiguous: AmbiguousWidth?

  @Flag(help: "Nothing moves by itself; NO_ANIMATIONS=1 does the same.")
  var reducedMotion = false

  @Option(help: "Which cells share a colour scale: shared (all heads), per-head or per-row.")
  var scale = Capabilities.ScalePolicy.shared

  @Option(help: "Where the colour scale ends: none (at the largest number) or 3sigma, with marks.")
  var clip = ClipChoice.none

  @Flag(help: "A legend under small matrices too.")
  var legend = false

  @Flag(help: "A shade character beside every number.")
  var shade = false

  @Option(help: "Rows of a matrix above which its middle is left out.")
  var maxRows: Int?

  @Option(help: "Links one can click: auto, always or never.")
  var hyperlinks = HyperlinkChoice.auto

  @Flag(help: "Print at once, however long the text.")
  var noPager = false

  @Flag(help: "Replace a file that is there already.")
  var force = false

  func validate() throws {
    if let width, !(Capabilities.minimumWidth...10_000).contains(width) {
      throw ValidationError("--width is \(width); expected 20 to 10000 columns")
    }
    if ascii && unicode { throw ValidationError("--ascii and --unicode exclude each other") }
    if let maxRows, maxRows < 4 {
      throw ValidationError("--max-rows is \(maxRows); expected 4 or more")
    }
  }

  var displayOptions: DisplayOptions {
    var options = DisplayOptions()
    options.color = color
    options.width = width
    options.plain = plain
    options.accessible = accessible
    options.unicode = ascii ? false : unicode ? true : nil
    options.palette = palette
    options.matrixLayout = layout
    options.theme = theme
    options.ambiguousWidth = ambiguous?.cells
    options.reducedMotion = reducedMotion
    options.scalePolicy = scale
    options.shade = shade
    options.maximumRows = maxRows
    options.clipsOutliers = clip == .threeDeviations
    options.showsLegend = legend
    options.hyperlinks = hyperlinks == .auto ? nil : hyperlinks == .always
    options.usesPager = !noPager
    return options
  }

  var detection: CapabilityDetection {
    CapabilityDetection(.ofProcess(), options: displayOptions)
  }

  /// Writes a document to a file where one is named, or prints it on stdout.
  ///
  /// - Throws: `UnusableInput` when the file cannot be written or its name tells no format.
  func deliver(_ document: Document, to path: String?) throws {
    guard let path else { return present(document) }
    let format = try ExportFormat(path: path, among: ExportFormat.documents)
    try ExportFormat.write(
      format.text(of: try scaled(document), palette: palette), to: path, replacing: force)
  }

  /// Returns a document with the colour scales that were asked for, for a file.
  ///
  /// - Throws: `UnusableInput` for a choice that no file has.
  func scaled(_ document: Document) throws -> Document {
    try requireScaleOfFiles()
    return document.mappingMatrices(scaled)
  }

  /// Returns matrices with the colour scales that were asked for.
  ///
  /// - Throws: `UnusableInput` for a choice that no file has.
  func scaled(_ views: [MatrixView]) throws -> [MatrixView] {
    try requireScaleOfFiles()
    return views.map(scaled)
  }

  private func scaled(_ view: MatrixView) -> MatrixView {
    var view = view
    if scale == .perPanel || view.scale == nil { view.scale = .shared(by: [view]) }
    if clip == .threeDeviations { view.scale = view.scale?.clipped }
    return view
  }

  private func requireScaleOfFiles() throws {
    guard scale == .perRow else { return }
    throw UnusableInput(
      "--scale per-row colours what is printed; a file has one legend a matrix, so there it is "
        + "shared or per-head")
  }

  /// Shows a document on stdout, in a pager where it is taller than the screen.
  func present(_ document: Document) {
    let detection = detection
    let text = render(document, with: detection.capabilities)
    if let choice = detection.pager, choice.isNeeded(for: text),
      Pager(choice: choice).show(text, isWide: detection.capabilities.width > choice.size.columns)
    {
      return
    }
    Console.write(text)
  }

  /// Prints a document on stdout, at once.
  func show(_ document: Document) {
    Console.write(render(document, with: detection.capabilities))
  }
}

// SPDX-License-Identifier: MIT

import ArgumentParser
import Display

extension DisplayOptions.Color: ExpressibleByArgument {}
extension Capabilities.PaletteName: ExpressibleByArgument {}
extension Capabilities.MatrixLayout: ExpressibleByArgument {}
extension Capabilities.Theme: ExpressibleByArgument {}
extension Capabilities.ScalePolicy: ExpressibleByArgument {}

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

  @Option(help: "Which matrices share a colour scale: shared, per-panel or per-row.")
  var scale = Capabilities.ScalePolicy.shared

  @Flag(help: "A shade character beside every number.")
  var shade = false

  @Option(help: "Rows of a matrix above which its middle is left out.")
  var maxRows: Int?

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
    return options
  }

  var detection: CapabilityDetection {
    CapabilityDetection(.ofProcess(), options: displayOptions)
  }

  /// Writes a document to a file where one is named, or prints it on stdout.
  ///
  /// - Throws: `UnusableInput` when the file cannot be written or its name tells no format.
  func deliver(_ document: Document, to path: String?) throws {
    guard let path else { return show(document) }
    let format = try ExportFormat(path: path, among: ExportFormat.documents)
    guard let text = format.text(of: document, palette: palette) else { return }
    try ExportFormat.write(text, to: path)
  }

  /// Prints a document on stdout.
  func show(_ document: Document) {
    Console.write(render(document, with: detection.capabilities))
  }
}

// SPDX-License-Identifier: MIT

/// All that the outside says about the terminal, as an injected value.
public struct TerminalEnvironment: Sendable, Equatable {
  /// The environment variables.
  public var variables: [String: String]
  /// Whether standard output is a terminal.
  public var outputIsTerminal: Bool
  /// Whether standard error is a terminal.
  public var errorIsTerminal: Bool
  /// The size in cells that the terminal reports; zeros are possible.
  public var reportedSize: Size?
  /// What `nl_langinfo(CODESET)` answers after `setlocale`.
  public var codeset: String

  /// A number of columns and lines.
  public struct Size: Sendable, Hashable {
    /// The columns.
    public var columns: Int
    /// The lines.
    public var lines: Int

    /// Creates a size.
    public init(columns: Int, lines: Int) {
      self.columns = columns
      self.lines = lines
    }
  }

  /// Creates an environment; the defaults describe a pipe in a UTF-8 locale.
  public init(
    variables: [String: String] = [:], outputIsTerminal: Bool = false,
    errorIsTerminal: Bool = false, reportedSize: Size? = nil, codeset: String = "UTF-8"
  ) {
    self.variables = variables
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    self.reportedSize = reportedSize
    self.codeset = codeset
  }

  /// Returns a variable that is present and not empty.
  func value(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// The choices of the command line that concern the terminal.
public struct DisplayOptions: Sendable, Equatable {
  /// `--color`.
  public enum Color: String, Sendable, Hashable, CaseIterable {
    /// The environment decides.
    case auto
    /// On, whatever the environment says.
    case always
    /// Off.
    case never
    /// On, with 16 colours.
    case ansi16 = "16"
    /// On, with 256 colours.
    case palette256 = "256"
    /// On, with 24-bit colours.
    case truecolor
  }

  /// `--color`.
  public var color = Color.auto
  /// `--plain`.
  public var plain = false
  /// `--accessible`.
  public var accessible = false
  /// `--width`.
  public var width: Int?
  /// `--unicode` is true, `--ascii` is false.
  public var unicode: Bool?
  /// `--ambiguous`; nil is `auto`, which counts as 1 unless a session has probed.
  public var ambiguousWidth: Int?
  /// `--hyperlinks`; nil is `auto`.
  public var hyperlinks: Bool?
  /// `--reduced-motion`.
  public var reducedMotion = false
  /// `--theme`.
  public var theme = Capabilities.Theme.unknown
  /// `--palette`.
  public var palette = Capabilities.PaletteName.magma
  /// `--layout`.
  public var matrixLayout = Capabilities.MatrixLayout.automatic
  /// `--shade`.
  public var shade = false
  /// `--max-rows`.
  public var maximumRows: Int?
  /// `--scale`.
  public var scalePolicy = Capabilities.ScalePolicy.shared
  /// `--clip`.
  public var clipsOutliers = false
  /// `--legend`.
  public var showsLegend = false
  /// False with `--no-pager`.
  public var usesPager = true

  /// Creates options as if none were given.
  public init() {}
}

// SPDX-License-Identifier: MIT

import Display
import TerminalSession

/// Makes the lines of a screen: bars above and below, and pages of a document between.
struct ScreenText {
  let capabilities: Capabilities
  private let metrics: CellMetrics

  init(_ capabilities: Capabilities, _ size: ScreenSize) {
    var capabilities = capabilities
    capabilities.width = size.columns
    capabilities.height = size.lines
    self.capabilities = capabilities
    metrics = CellMetrics(ambiguousWidth: capabilities.ambiguousWidth)
  }

  /// A line of trusted or untrusted text, cut to the screen.
  func line(_ text: String, bold: Bool = false, reverse: Bool = false) -> String {
    let safe = printableLabel(text, unicode: capabilities.unicode)
    let cut = metrics.truncated(safe, to: capabilities.width)
    guard capabilities.attributes, bold || reverse else { return cut }
    let shown = reverse ? metrics.padded(cut, to: capabilities.width) : cut
    return "\u{1b}[\(reverse ? 7 : 1)m\(shown)\u{1b}[0m"
  }

  /// The lines of a document.
  func lines(_ document: Document) -> [String] {
    render(document, with: capabilities)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// The cells of a text.
  func width(_ text: String) -> Int { metrics.width(of: text) }
}

extension ScreenSize {
  /// Whether there is room for anything but a request for more of it.
  var isUsable: Bool { columns >= Capabilities.minimumWidth && lines >= 6 }

  /// What a screen shows that is too small.
  var request: Frame {
    let words = ["Too small:", "20x6 needed,", "q quits"]
    return Frame(words.map { String($0.prefix(columns)) })
  }
}

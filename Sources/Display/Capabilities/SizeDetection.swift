// SPDX-License-Identifier: MIT

extension Detector {
  /// The width with its reason, and the height.
  func size() -> (width: Finding<Int>, height: Int) {
    let reported = environment.reportedSize.flatMap { $0.columns > 0 && $0.lines > 0 ? $0 : nil }
    let isKnownDumb = environment.value("TERM").map { $0 == "dumb" || $0 == "unknown" } ?? false
    let height = isKnownDumb ? 25 : reported?.lines ?? 25
    if let width = options.width, width > 0 { return (Finding(width, "--width"), height) }
    if !isTerminal { return (Finding(80, "the output is not a terminal"), height) }
    let columns = environment.value("COLUMNS").flatMap { text in
      text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
    }
    // An exported COLUMNS goes stale when the window changes; a session believes the terminal.
    if isFullScreen, let reported {
      return (Finding(reported.columns, "the terminal reports it"), height)
    }
    if let columns, columns > 0 { return (Finding(columns, "COLUMNS=\(columns)"), height) }
    if isKnownDumb { return (Finding(80, "a dumb terminal counts as 80 x 25"), height) }
    if let reported { return (Finding(reported.columns, "the terminal reports it"), height) }
    return (Finding(80, "the terminal reports no size"), height)
  }

  func unicode() -> Finding<Bool> {
    if let unicode = options.unicode { return Finding(unicode, unicode ? "--unicode" : "--ascii") }
    return Finding(environment.codeset == "UTF-8", "the locale's codeset is \(environment.codeset)")
  }

  func ambiguousWidth() -> Finding<Int> {
    guard let width = options.ambiguousWidth else {
      return Finding(1, "the default; never derived from LANG")
    }
    return Finding(width == 2 ? 2 : 1, "--ambiguous=\(width)")
  }

  func hyperlinks(accessible: Bool) -> Finding<Bool> {
    if options.plain { return Finding(false, "--plain") }
    if accessible { return Finding(false, "output for a screen reader has none") }
    if let hyperlinks = options.hyperlinks {
      return Finding(hyperlinks, "--hyperlinks=\(hyperlinks ? "always" : "never")")
    }
    if isDumb { return Finding(false, "the terminal is dumb") }
    return Finding(
      isTerminal, isTerminal ? "the output is a terminal" : "the output is not a terminal")
  }

  func accessibility() -> Finding<Bool> {
    if options.accessible { return Finding(true, "--accessible") }
    let isSet = environment.value("ACCESSIBLE") != nil
    return Finding(isSet, isSet ? "ACCESSIBLE is set" : "not asked for")
  }

  func animates() -> Finding<Bool> {
    if options.reducedMotion { return Finding(false, "--reduced-motion") }
    if environment.value("NO_ANIMATIONS") != nil { return Finding(false, "NO_ANIMATIONS is set") }
    switch environment.value("TTY_INTERACTIVE") {
    case "1": return Finding(true, "TTY_INTERACTIVE=1")
    case "0": return Finding(false, "TTY_INTERACTIVE=0")
    default: break
    }
    if environment.value("CI") != nil { return Finding(false, "nobody watches a CI log") }
    if isDumb { return Finding(false, "the terminal is dumb") }
    if !isTerminal { return Finding(false, "the output is not a terminal") }
    return Finding(true, "the output is a terminal")
  }
}

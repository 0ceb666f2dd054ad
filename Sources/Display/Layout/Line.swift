// SPDX-License-Identifier: MIT

/// How a span looks, in terms that every painter understands.
struct SpanStyle: Hashable, Sendable {
  var bold = false
  var dim = false
  var italic = false
  var reverse = false
  var fill = Fill.none
  /// Where a link leads.
  var link: String?
  /// Whether terminals may disagree about the width, so that the column is set anew afterwards.
  var resynchronizes = false

  static let plain = SpanStyle()
  static let strong = SpanStyle(bold: true)
  static let faint = SpanStyle(dim: true)
}

/// The background of a span: the bins of a scale, not yet colours.
enum Fill: Hashable, Sendable {
  case none
  case bin(Int, isDiverging: Bool)
  /// Two cells of a heat map in one character; nil is the background of the terminal.
  case halves(upper: Int?, lower: Int?, isDiverging: Bool)
}

/// Some text with one style; the width is measured once, when it is made.
struct Span: Hashable, Sendable {
  var text: String
  var width: Int
  var style: SpanStyle
}

/// One line of the page.
struct Line: Hashable, Sendable {
  var spans: [Span] = []
  var width = 0

  init() {}

  /// Creates a line of ASCII text.
  init(ascii text: String, _ style: SpanStyle = .plain) {
    append(text, width: text.utf8.count, style)
  }

  mutating func append(_ text: String, width: Int, _ style: SpanStyle = .plain) {
    guard !text.isEmpty else { return }
    spans.append(Span(text: text, width: width, style: style))
    self.width += width
  }

  mutating func append(ascii text: String, _ style: SpanStyle = .plain) {
    append(text, width: text.utf8.count, style)
  }

  /// Sets room aside for so many more spans.
  mutating func reserveRuns(_ count: Int) { spans.reserveCapacity(spans.count + count) }

  /// Appends one span for each run of places that look alike.
  ///
  /// - Parameters:
  ///   - places: The places, from left to right.
  ///   - look: How a place looks.
  ///   - span: The span for a look that so many places in a row have.
  mutating func appendRuns<Look: Equatable>(
    of places: Range<Int>, by look: (Int) -> Look, _ span: (Look, Int) -> Span
  ) {
    var start = places.lowerBound
    while start < places.upperBound {
      let own = look(start)
      var end = start + 1
      while end < places.upperBound, look(end) == own { end += 1 }
      let run = span(own, end - start)
      spans.append(run)
      width += run.width
      start = end
    }
  }

  mutating func append(_ line: Line) {
    spans += line.spans
    width += line.width
  }

  /// Adds blanks up to a column.
  mutating func pad(to column: Int) {
    if width < column { append(ascii: blanks(column - width)) }
  }

  /// Returns the line behind a prefix of the given width; an empty line stays empty after blanks.
  func prefixed(_ prefix: String, width: Int, _ style: SpanStyle = .plain) -> Line {
    var line = Line()
    line.append(prefix, width: width, style)
    line.append(self)
    return line
  }

  /// The line without blanks at its end; every painter prints this form.
  var trimmed: Line {
    guard spans.last?.text.utf8.last == UInt8(ascii: " ") else { return self }
    var line = self
    while var last = line.spans.popLast() {
      let removed = last.text.utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
      last.text.removeLast(removed)
      line.width -= removed
      last.width -= removed
      if !last.text.isEmpty {
        line.spans.append(last)
        break
      }
    }
    return line
  }
}

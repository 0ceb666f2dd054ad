// SPDX-License-Identifier: MIT

extension HTMLPainter {
  /// A drawing that needs no script, and the same numbers as a table below it.
  func plot(_ plot: Plot) -> String {
    let title = plot.title.map { "<figcaption>\(words($0))</figcaption>\n" } ?? ""
    let drawing = PlotDrawing(plot)
    let shown = plot.form == .curves ? curves(drawing) : bars(drawing)
    let legend = plot.series.indices.map { index in
      "\(PlotDrawing.words[index]): \(plot.series[index].name)"
    }
    let omissions = plot.omissions.map { "<p>\(words($0))</p>" }.joined()
    return """
      <figure>
      \(title)\(shown)
      <figcaption><p>\(words(legend.joined(separator: "; ")))</p>\(omissions)</figcaption>
      \(table(plot.table))</figure>

      """
  }

  /// Words of strangers, fit for a drawing.
  private func words(_ text: String) -> String { escapedHTML(sanitized(text)) }

  private func frame(_ drawing: PlotDrawing, _ inner: String) -> String {
    let (width, height) = (PlotDrawing.width, PlotDrawing.height)
    let plot = drawing.plot
    let title = "Plot of \(plot.vertical.name) over \(plot.horizontal.name)"
    return """
      <svg viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" \
      aria-label="\(words(title))" fill="none" stroke="currentColor">
      \(inner)
      </svg>
      """
  }

  private func label(_ x: Double, _ y: Double, _ text: String, _ anchor: String) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" font-size=\"13\" "
      + "fill=\"currentColor\" stroke=\"none\">\(words(text))</text>"
  }

  private func number(_ value: Double) -> String {
    NumberFormat.shortest((value * 10).rounded() / 10)
  }

  private func curves(_ drawing: PlotDrawing) -> String {
    let (left, bottom) = (PlotDrawing.left, PlotDrawing.bottom)
    var parts = [
      "<path d=\"M\(number(left)) \(number(PlotDrawing.top))V\(number(bottom))"
        + "H\(number(PlotDrawing.right))\"/>"
    ]
    for tick in drawing.ticks { parts.append(label(left - 8, tick.y + 4, tick.text, "end")) }
    for foot in drawing.feet { parts.append(label(foot.x, bottom + 18, foot.text, "middle")) }
    parts.append(label(left, PlotDrawing.top - 12, drawing.plot.vertical.name, "start"))
    parts.append(
      label(PlotDrawing.right, bottom + 36, drawing.plot.horizontal.name, "end"))
    for index in drawing.plot.series.indices {
      for run in drawing.runs(index) where run.count > 1 {
        let points = run.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
        parts.append(
          "<polyline points=\"\(points)\" stroke-dasharray=\"\(PlotDrawing.dashes[index])\"/>")
      }
      parts += drawing.runs(index).joined().map { mark(index, $0.x, $0.y) }
    }
    return frame(drawing, parts.joined(separator: "\n"))
  }

  private func mark(_ series: Int, _ x: Double, _ y: Double) -> String {
    let (a, b) = (number(x - 4), number(y - 4))
    return switch series {
    case 0: "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"4\" fill=\"currentColor\"/>"
    case 1: "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"4\"/>"
    case 2: "<rect x=\"\(a)\" y=\"\(b)\" width=\"8\" height=\"8\" fill=\"currentColor\"/>"
    default: "<rect x=\"\(a)\" y=\"\(b)\" width=\"8\" height=\"8\"/>"
    }
  }

  private func bars(_ drawing: PlotDrawing) -> String {
    let plot = drawing.plot
    let rowCount = max(1, plot.horizontal.positions.count * plot.series.count)
    let step = (PlotDrawing.bottom - PlotDrawing.top) / Double(rowCount)
    var parts = [label(PlotDrawing.left, PlotDrawing.top - 12, plot.vertical.name, "start")]
    var y = PlotDrawing.top
    for place in plot.horizontal.positions.indices {
      parts.append(label(PlotDrawing.left - 8, y + step * 0.7, plot.label(place), "end"))
      for (index, one) in plot.series.enumerated() {
        let length =
          drawing.scale.length(one.values[place]) * (PlotDrawing.right - PlotDrawing.left - 60)
        parts.append(
          "<rect x=\"\(number(PlotDrawing.left))\" y=\"\(number(y + step * 0.1))\" "
            + "width=\"\(number(length))\" height=\"\(number(step * 0.8))\""
            + (index == 0 ? " fill=\"currentColor\"/>" : "/>"))
        parts.append(
          label(
            PlotDrawing.left + length + 6, y + step * 0.7, Plot.text(one.values[place]), "start"))
        y += step
      }
    }
    return frame(drawing, parts.joined(separator: "\n"))
  }
}

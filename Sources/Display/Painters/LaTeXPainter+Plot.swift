// SPDX-License-Identifier: MIT

extension LaTeXPainter {
  /// The numbers as a table, and curves as a picture that needs no package.
  func plot(_ plot: Plot) -> String {
    let title = plot.title.map { "\\textbf{\(escapedLaTeX($0))}\\par\n" } ?? ""
    let picture = plot.form == .curves ? curves(PlotDrawing(plot)) : ""
    let omissions = plot.omissions.map { escapedLaTeX($0) + "\n\n" }.joined()
    return title + picture + omissions + table(plot.table)
  }

  private func curves(_ drawing: PlotDrawing) -> String {
    let plot = drawing.plot
    let (left, right) = (PlotDrawing.left, PlotDrawing.right)
    let (top, bottom) = (PlotDrawing.top, PlotDrawing.bottom)
    var parts = [
      line((left, bottom), (right, bottom)), line((left, bottom), (left, top)),
      put(left, top - 16, "\\makebox(0,0)[l]{\(escapedLaTeX(plot.vertical.name))}"),
      put(right, bottom + 36, "\\makebox(0,0)[r]{\(escapedLaTeX(plot.horizontal.name))}"),
    ]
    for tick in drawing.ticks {
      parts.append(put(left - 8, tick.y, "\\makebox(0,0)[r]{\(escapedLaTeX(tick.text))}"))
    }
    for foot in drawing.feet {
      parts.append(put(foot.x, bottom + 16, "\\makebox(0,0){\(escapedLaTeX(foot.text))}"))
    }
    for index in plot.series.indices {
      for run in drawing.runs(index) {
        for (from, to) in zip(run, run.dropFirst()) {
          parts.append(line((from.x, from.y), (to.x, to.y)))
        }
        parts += run.map { put($0.x, $0.y, Self.marks[index]) }
      }
    }
    let legend = plot.series.indices.map {
      "\(PlotDrawing.words[$0]): \(escapedLaTeX(plot.series[$0].name))"
    }
    return """
      \\begingroup\\setlength{\\unitlength}{0.6pt}
      \\begin{picture}(\(PlotDrawing.width),\(PlotDrawing.height))
      \(parts.joined(separator: "\n"))
      \\end{picture}\\par
      \(legend.joined(separator: "; "))\\par\\endgroup

      """
  }

  private static let marks = [
    "\\circle*{7}", "\\circle{7}", "\\makebox(0,0){\\rule{5pt}{5pt}}",
    "\\makebox(0,0){\\framebox(8,8){}}",
  ]

  private func put(_ x: Double, _ y: Double, _ what: String) -> String {
    "\\put(\(number(x)),\(number(height(y)))){\(what)}"
  }

  /// A straight line as a curve whose middle lies on it: `\line` knows few slopes.
  private func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double)) -> String {
    let middle = ((from.x + to.x) / 2, (from.y + to.y) / 2)
    let points = [(from.x, from.y), middle, (to.x, to.y)]
      .map { "(\(number($0.0)),\(number(height($0.1))))" }
    return "\\qbezier\(points.joined())"
  }

  /// LaTeX counts upwards.
  private func height(_ y: Double) -> Double { Double(PlotDrawing.height) - y }

  private func number(_ value: Double) -> String {
    NumberFormat.shortest((value * 10).rounded() / 10)
  }
}

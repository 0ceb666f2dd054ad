// SPDX-License-Identifier: MIT

import Display
import Tensors

/// What was measured of one problem, as a table.
struct BenchDocument {
  let measured: Benchmark
  let title: String

  init(_ measured: Benchmark, title: String) {
    self.measured = measured
    self.title = title
  }

  var document: Document {
    Document([
      .heading(level: 1, Text(sanitized(title))),
      .table(
        Table(
          header: ["", "median", "from", "to", "GFLOP/s"],
          rows: [
            row("recorded, every stage readable", measured.recorded, measured.steps),
            row("the same, steps settled anew", measured.settledAnew, measured.steps),
            row("unrecorded, the output only", measured.unrecorded, measured.steps),
            row("floor: products and first touch", measured.floor, nil),
            row("why, one cell", measured.why, nil),
            row("a heat map of one head", measured.rendering, nil),
          ], alignments: [.left, .right, .right, .right, .right])),
      .table(
        Table(rows: [
          ["steps", Text(grouped(measured.steps)), "counted on the trace"],
          ["bytes kept", Text(byteText(measured.keptBytes)), "derived stages take none"],
          ["most memory", Text(byteText(measured.peakBytes)), "of the process, after recording"],
          ["threads", "\(Workers.count)", Text(OpenBLAS.core + " kernels")],
        ])),
    ])
  }

  private func row(_ name: String, _ timing: Timing, _ steps: Int?) -> [Text] {
    let rate = steps.map { decimals(Double($0) / timing.median / 1e6, 1) } ?? ""
    return [
      Text(name), Text(milliseconds(timing.median)), Text(milliseconds(timing.shortest)),
      Text(milliseconds(timing.longest)), Text(rate),
    ]
  }
}

/// How time and memory grow with the positions, drawn.
struct GrowthDocument {
  let measured: [(positions: Int, benchmark: Benchmark)]
  let title: String

  init(_ measured: [(positions: Int, benchmark: Benchmark)], title: String) {
    self.measured = measured
    self.title = title
  }

  var document: Document {
    Document([
      .heading(level: 1, Text(sanitized("Up to \(title)"))),
      .paragraph(
        "Each bar is as long as the logarithm of its number; × says how much more it is than the line "
          + "above. Twice the positions are twice the projections, but four times the scores."),
      .heading(level: 2, "Time, every stage recorded"),
      .table(
        plot {
          $0.recorded.median
        } label: {
          milliseconds($0)
        }),
      .heading(level: 2, "Time, the output only"),
      .table(
        plot {
          $0.unrecorded.median
        } label: {
          milliseconds($0)
        }),
      .heading(level: 2, "Bytes kept"),
      .table(
        plot {
          Double($0.keptBytes)
        } label: {
          byteText(Int($0))
        }),
    ])
  }

  private func plot(
    _ number: (Benchmark) -> Double, label: (Double) -> String
  ) -> Table {
    let numbers = measured.map { number($0.benchmark) }
    let (low, high) = (numbers.min() ?? 1, numbers.max() ?? 1)
    let rows = measured.indices.map { index -> [Text] in
      let number = numbers[index]
      let share = high > low ? logarithm(number / low) / logarithm(high / low) : 1
      let bar = String(repeating: "█", count: 1 + Int((share * 31).rounded()))
      let growth = index > 0 ? "×" + decimals(number / numbers[index - 1], 1) : ""
      return [Text("\(measured[index].positions)"), Text(label(number)), Text(growth), Text(bar)]
    }
    return Table(
      header: ["positions", "", "", ""], rows: rows, alignments: [.right, .right, .right, .left])
  }
}

/// The binary logarithm, near enough for a bar.
private func logarithm(_ number: Double) -> Double {
  Double(number.exponent) + (number.significand - 1)
}

/// Milliseconds with three digits that say something.
private func milliseconds(_ time: Double) -> String {
  time < 1
    ? decimals(time * 1e3, time < 0.1 ? 1 : 0) + " µs" : decimals(time, time < 100 ? 2 : 0) + " ms"
}

private func byteText(_ count: Int) -> String {
  count < 1_000_000
    ? decimals(Double(count) / 1e3, 1) + " kB" : decimals(Double(count) / 1e6, 1) + " MB"
}

private func grouped(_ number: Int) -> String {
  var digits = Array("\(number)")
  var place = digits.count - 3
  while place > 0 {
    digits.insert(" ", at: place)
    place -= 3
  }
  return String(digits)
}

private func decimals(_ number: Double, _ places: Int) -> String {
  guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
  let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
  let whole = Int((abs(number) * Double(scale)).rounded())
  let fraction = String(whole % scale + scale).dropFirst()
  return (number < 0 ? "-" : "") + "\(whole / scale)" + (places > 0 ? "." + fraction : "")
}

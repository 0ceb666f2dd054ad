// SPDX-License-Identifier: MIT

import Display
import ExerciseHarness

/// What is shown of a wrong answer: shapes, the first cells, a map of the differences, the mistake.
struct WrongAnswerBlocks {
  let wrong: WrongAnswer

  init(_ wrong: WrongAnswer) { self.wrong = wrong }

  var blocks: [Block] {
    var blocks: [Block] = [.paragraph(Text(call))]
    if wrong.hasRightShape {
      blocks.append(.paragraph(Text(share)))
      if wrong.stage.value.numbers.count > 0 { blocks.append(.table(cells)) }
      if let map = differences { blocks.append(.matrix(map)) }
    } else {
      blocks.append(.paragraph(Text(shapes)))
    }
    blocks += wrong.violations.map { .paragraph(Text($0)) }
    blocks += naming
    return blocks
  }

  /// The same as sentences, without pictures and without the mistake.
  var sentences: [String] { [call, wrong.hasRightShape ? share : shapes] + wrong.violations }

  /// The call: small inputs in full, matrices by their shapes.
  private var call: String {
    let inputs = wrong.inputs.map { value -> String in
      if value.shape.isEmpty { return "\(value.name) = \(Self.short(value.numbers[0]))" }
      if value.shape.count == 1, value.numbers.count <= 7 {
        return "\(value.name) = [\(value.numbers.map(Self.short).joined(separator: ", "))]"
      }
      return "\(value.name) \(value.shapeText)"
    }
    let right =
      wrong.rightStages.isEmpty
      ? "" : " Right so far: \(wrong.rightStages.joined(separator: ", "))."
    return "Called with \(inputs.joined(separator: ", ")).\(right)"
  }

  private var share: String {
    let right = wrong.rightCells.filter { $0 }.count
    let all = wrong.rightCells.count
    return "\(wrong.stage.name): \(right) of \(all) cells are right"
      + (all > 0 ? " (\(right * 100 / all) %)." : ".")
  }

  private var shapes: String {
    guard let answer = wrong.answer else { return "\(wrong.stage.name) is missing." }
    return "\(wrong.stage.name) has the shape \(answer.shapeText); "
      + "expected \(wrong.stage.value.shapeText)."
  }

  /// The first five cells, and the first wrong ones if they come later.
  private var cells: Table {
    let right = wrong.rightCells
    var places = Array(right.indices.prefix(5))
    let later = right.indices.filter { !right[$0] && $0 >= 5 }
    if !places.contains(where: { !right[$0] }) {
      places = Array(places.prefix(2) + later.prefix(3))
    }
    let answer = wrong.answer?.numbers ?? []
    return Table(
      header: ["cell", "yours", "expected", ""],
      rows: places.map { place in
        let (yours, expected) = Self.told(answer[place], wrong.stage.value.numbers[place])
        return [
          Text("\(wrong.stage.name)\(wrong.stage.value.cell(at: place))"), Text(yours),
          Text(expected), Text(right[place] ? "OK" : "NOT OK"),
        ]
      })
  }

  /// Where the learner's numbers differ: the first matrix with a wrong cell.
  private var differences: MatrixView? {
    guard let answer = wrong.answer, wrong.stage.value.shape.count >= 1 else { return nil }
    var index = 0
    if wrong.stage.value.shape.count == 3, let place = wrong.rightCells.firstIndex(of: false) {
      index = wrong.stage.value.cell(at: place)[0]
    }
    let (rows, columns, expected) = wrong.stage.value.rows(of: index)
    let yours = answer.rows(of: index).numbers
    let changes = zip(yours, expected).map { $0 == $1 ? 0 : $0 - $1 }
    let head = wrong.stage.value.shape.count == 3 ? "[\(index)]" : ""
    return MatrixView(
      rowCount: rows, columnCount: columns, values: changes, kind: .signed,
      rowAxis: isOverKeys ? "query" : "row", columnAxis: isOverKeys ? "key" : "column",
      title: Mathematics("yours - expected, \(wrong.stage.name)\(head)"), decimals: 3)
  }

  private var isOverKeys: Bool {
    wrong.stage.name.hasSuffix("scores") || wrong.stage.name == "weights"
  }

  private var naming: [Block] {
    guard let first = wrong.mistakes.first else {
      return [.paragraph("No mistake of the catalogue gives these numbers.")]
    }
    if wrong.mistakes.count == 1 {
      return [.paragraph(Text("\(first.summary) \(first.remedy) (\(first.id))"))]
    }
    return [
      .paragraph("These numbers cannot decide between:"),
      .list(
        wrong.mistakes.map { [.paragraph(Text("\($0.summary) \($0.remedy) (\($0.id))"))] },
        ordered: false),
    ]
  }

  /// Four decimals, or as many as it takes to tell two numbers apart.
  static func told(_ one: Double, _ other: Double) -> (String, String) {
    let (short, long) = (short(one), short(other))
    return short == long && one != other && !Value.agree(one, other)
      ? ("\(one)", "\(other)") : (short, long)
  }

  private static func short(_ number: Double) -> String { Change.rounded(number) }
}

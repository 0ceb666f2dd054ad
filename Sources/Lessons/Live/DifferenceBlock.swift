// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Explanation
import Tensors

/// ` ```attn difference output --with other.yaml `: what one problem's stage has more than another's.
struct DifferenceBlock: LiveBlock {
  let name = "difference"
  let usage = "difference STAGE --with OTHER.yaml [--head N] [--decimals N]"
  let options: Set<String> = ["--with", "--head", "--decimals"]

  func blocks(_ call: LiveCall, _ scene: LiveScene) throws -> [Block] {
    let name = try call.onlyArgument()
    guard let other = call.options["--with"] else { throw call.misuse }
    let (first, section) = (try scene.trace(call), try scene.section(call))
    let second = try call.located { try scene.page.folder.trace(other) }
    let stage = try call.located { try first.stage(named: name) }
    let match = try call.located { try second.stage(named: name) }
    guard let left = first[stage], let right = second[match], left.shape == right.shape else {
      throw call.error(
        "\(stage) is \(first[stage]?.axes.inWords ?? "empty") here and "
          + "\(second[match]?.axes.inWords ?? "empty") in \(other); a difference needs equal sizes")
    }
    let others = StageSection(second, head: try call.wholeNumber("--head")).views(match)
    let decimals = try call.wholeNumber("--decimals")
    let largest = Largest(left, right)
    var views = zip(section.views(stage), others).map { mine, theirs in
      MatrixView(
        rowCount: mine.rowCount, columnCount: mine.columnCount,
        values: zip(mine.values, theirs.values).map(Self.difference), kind: .signed,
        rowLabels: mine.rowLabels, columnLabels: mine.columnLabels, rowAxis: mine.rowAxis,
        columnAxis: mine.columnAxis, title: mine.title, decimals: decimals, legend: .always)
    }
    let scale = ScaleLimits.shared(by: views)
    for index in views.indices { views[index].scale = scale }
    let matrices = largest.difference == 0 ? [] : views.map { Block.matrix($0) }
    return [.paragraph(heading(stage, call, other))] + matrices
      + [.paragraph(largest.sentence(left.axes, stage))]
  }

  private func heading(_ stage: StageID, _ call: LiveCall, _ other: String) -> Text {
    let own = call.options["--problem"] ?? LessonFolder.defaultProblem
    return .code(stage.rawValue) + Text(" of \(own) less that of \(other):")
  }

  /// Equal infinities, such as two blocked scores, do not differ.
  static func difference(_ left: Double, _ right: Double) -> Double {
    left == right ? 0 : left - right
  }
}

/// The cell in which two tensors of one shape differ most.
private struct Largest {
  let cell: [Int]
  let left: Double
  let right: Double

  var difference: Double { DifferenceBlock.difference(left, right).magnitude }

  init(_ left: AnyTensor, _ right: AnyTensor) {
    let (mine, theirs) = (left.doubles, right.doubles)
    let differences = zip(mine, theirs).map { DifferenceBlock.difference($0, $1).magnitude }
    // A number against none is the worst there is.
    let place =
      differences.indices.max {
        (differences[$0].isNaN ? .infinity : differences[$0])
          < (differences[$1].isNaN ? .infinity : differences[$1])
      } ?? 0
    self.left = mine.isEmpty ? 0 : mine[place]
    self.right = theirs.isEmpty ? 0 : theirs[place]
    var rest = place
    cell = left.shape.reversed().map { size in
      defer { rest /= Swift.max(1, size) }
      return rest % Swift.max(1, size)
    }.reversed()
  }

  func sentence(_ axes: [Axis], _ stage: StageID) -> Text {
    guard difference != 0 else { return "No cell differs." }
    let format = NumberFormat(decimals: 6, notation: .trimmed)
    return Text("The largest difference stands at ")
      + .code("\(stage)\(brackets(cell))")
      + Text(
        " (\(placeInWords(cell, axes))): \(format.string(left)) here, \(format.string(right)) there, "
          + "a difference of \(NumberFormat(decimals: 2, notation: .scientific).string(difference))."
      )
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

extension CostDocument {
  /// Whether a mask hides pairs of queries and keys.
  private var hidesPairs: Bool {
    rows.contains { $0.either.visibleOperations != $0.either.operations }
  }

  /// Formulas, predicted and counted FLOPs, and those that are left when hidden pairs are skipped.
  var arithmetic: Table {
    let total = rows.map(\.either).total()
    var header: [Text] = ["stage", "formula"]
    if counted != nil { header += ["predicted", "counted"] } else { header += ["FLOPs", "share"] }
    if hidesPairs { header.append("visible only") }
    var body = rows.map { row -> [Text] in
      let formula = row.formula.map { Text($0.text(.unicode)) } ?? ""
      var cells: [Text] = [Text(row.stage.rawValue), formula]
      if counted != nil {
        cells += [number(row.predicted?.operations), number(row.counted?.operations)]
      } else {
        cells += [
          number(row.predicted?.operations), share(row.either.operations, of: total.operations),
        ]
      }
      if hidesPairs { cells.append(number(row.either.visibleOperations)) }
      return cells
    }
    var last: [Text] = ["together", ""]
    last += counted != nil ? ["", number(total.operations)] : [number(total.operations), "100 %"]
    if hidesPairs { last.append(number(total.visibleOperations)) }
    body.append(last)
    return Table(
      header: header, rows: body, alignments: [.left, .left] + [.right, .right, .right])
  }

  /// What each stage reads and writes, and how much arithmetic there is for each byte.
  var memory: Table {
    let total = rows.map(\.either).total()
    let body = (rows.map(\.either) + [total]).map { cost -> [Text] in
      [
        Text(cost.stage == total.stage ? "together" : cost.stage.rawValue),
        number(cost.bytesRead), number(cost.bytesWritten),
        Text(NumberFormat(decimals: 2, notation: .trimmed).string(cost.intensity)),
      ]
    }
    return Table(
      header: ["stage", "read", "written", "FLOPs for each byte"], rows: body,
      alignments: [.left, .right, .right, .right])
  }

  /// Whether what was foretold is what was counted, and from where on the scores outweigh the rest.
  public var checks: [Check] {
    var result: [Check] = []
    if counted != nil, let prediction {
      let compared = rows.filter { $0.predicted != nil }
      let wrong = compared.filter { !$0.agrees(visibleToo: prediction.sizes.visible != nil) }
      result.append(
        Check(
          wrong.isEmpty,
          Text(
            wrong.isEmpty
              ? "predicted and counted FLOPs and bytes are equal in all \(compared.count) stages"
              : "predicted and counted costs differ in "
                + wrong.map(\.stage.rawValue).joined(separator: ", "))))
    }
    if counted == nil, let prediction, prediction.sizes.visible == VisibleKeys(),
      prediction.sizes.cacheLength == 0, let crossover = prediction.crossover
    {
      let bound = NumberFormat(decimals: 1, notation: .trimmed).string(crossover)
      result.append(
        Check(
          .note, Text("raw_scores and head_output outweigh the projections beyond n = \(bound)")))
    }
    return result
  }

  private func number(_ value: Int?) -> Text { Text(value.map(grouped) ?? "") }

  private func share(_ part: Int, of whole: Int) -> Text {
    let tenths = (Double(part) / Double(max(1, whole)) * 1000).rounded(.toNearestOrEven) / 10
    return Text(NumberFormat(decimals: 1).string(tenths) + " %")
  }
}

extension CostDocument.Row {
  /// Whether every number that is foretold is the one that was counted.
  func agrees(visibleToo: Bool) -> Bool {
    guard let predicted, let counted else { return false }
    return predicted.operations == counted.operations
      && predicted.bytesRead == counted.bytesRead
      && predicted.bytesWritten == counted.bytesWritten
      && (!visibleToo || predicted.visibleOperations == counted.visibleOperations)
  }
}

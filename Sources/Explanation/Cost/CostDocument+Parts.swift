// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

extension CostDocument {
  /// A tile, or a step around a ring, with all its stages together.
  struct PartRow {
    let name: String
    let cost: StageCost
  }

  /// The tiles and steps, each as one row.
  var partRows: [PartRow] {
    var order: [String] = []
    var costs: [String: [StageCost]] = [:]
    for cost in counted ?? [] {
      guard let name = Self.partName(cost.stage) else { continue }
      if costs[name] == nil { order.append(name) }
      costs[name, default: []].append(cost)
    }
    return order.map { PartRow(name: $0, cost: (costs[$0] ?? []).total()) }
  }

  /// What a stage belongs to, if the answers are computed in parts there.
  static func partName(_ stage: StageID) -> String? {
    if let part = StagePart(stage) {
      return part.method == .tile ? "tile \(part.number)" : "ring step \(part.number)"
    }
    switch stage {
    case .tiledOutput: return "tiles, last division"
    case .ringQuery, .ringOutput: return "ring, deal and join"
    default: return nil
    }
  }

  /// The same answers in parts: FLOPs, and what goes from worker to worker.
  var parts: Table {
    let rows = partRows
    let sends = rows.contains { $0.cost.messages > 0 }
    var header: [Text] = ["the same in parts", "FLOPs", "visible only"]
    if sends { header += ["messages", "bytes sent"] }
    let total = PartRow(name: "together", cost: rows.map(\.cost).total())
    let body = (rows + [total]).map { row -> [Text] in
      var cells = [
        Text(row.name), Text(grouped(row.cost.operations)),
        Text(grouped(row.cost.visibleOperations)),
      ]
      if sends { cells += [Text(grouped(row.cost.messages)), Text(grouped(row.cost.bytesSent))] }
      return cells
    }
    return Table(header: header, rows: body, alignments: [.left, .right, .right, .right, .right])
  }

  /// Messages and bytes against their own formula.
  var trafficCheck: Check? {
    guard let traffic else { return nil }
    let sent = partRows.map(\.cost).total()
    let holds = sent.messages == traffic.messages && sent.bytesSent == traffic.bytes
    let bytes = traffic.bytesPerNumber
    return Check(
      holds,
      Text(
        "\(grouped(sent.messages)) messages were counted, \(grouped(traffic.messages)) are foretold: "
          + "2·W·(W − 1) for W = \(traffic.workers) workers; "
          + "\(grouped(sent.bytesSent)) bytes were counted, \(grouped(traffic.bytes)) are foretold: "
          + "(W − 1)·n·\(traffic.keyValueHeads == 1 ? "" : "g·")(d_k + d_v) numbers of \(bytes) bytes"
      ))
  }
}

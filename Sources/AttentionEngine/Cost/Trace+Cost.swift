// SPDX-License-Identifier: MIT

import Tensors

extension Trace {
  /// What every computed stage cost, counted by walking the tape.
  ///
  /// Each operation states its work for the axes it had; the work of an unnamed step goes to the first
  /// named stage made from it. How many cells a mask hides is counted in the recorded scores.
  ///
  /// - Returns: One cost a stage that was computed, in the order of the tape; gradients too.
  /// - Complexity: O(records + cells of the scores).
  public func costs() -> [StageCost] {
    let bytes = precision == .float32 ? 4 : 8
    let owners = ownersOfRecords()
    let named = namedOperands()
    var pairs: [StageID: VisiblePairs] = [:]
    var result: [StageCost] = []
    var placeOfStage: [Int: Int] = [:]
    for (place, record) in records.enumerated() where record.operation != nil {
      guard let stage = record.stage else { continue }
      placeOfStage[place] = result.count
      var cost = StageCost(stage)
      cost.bytesRead = named[place].reduce(0) {
        $0 + records[$1].axes.placeCount * bytes
      }
      cost.bytesWritten = record.axes.placeCount * bytes
      result.append(cost)
    }
    for (place, record) in records.enumerated() {
      guard let operation = record.operation, let owner = owners[place],
        let index = placeOfStage[owner], let stage = records[owner].stage
      else { continue }
      let work = operation.work(record.operands.map { records[$0].axes })
      result[index].operations += work.operations
      result[index].messages += work.messages
      result[index].bytesSent += work.numbersSent * bytes
      let scores = Stage.named(stage.differentiated ?? stage).maskedBy
      let seen = pairs[scores] ?? VisiblePairs(self[scores])
      pairs[scores] = seen
      result[index].visibleOperations += seen.part(of: work, record.axes)
    }
    return result
  }

  /// The named record that a record was computed for: itself, or the first that was made from it.
  private func ownersOfRecords() -> [Int?] {
    var owners = [Int?](repeating: nil, count: records.count)
    for place in records.indices where records[place].stage != nil { owners[place] = place }
    // A user stands behind what it uses: going backwards, its own owner is known already.
    for place in records.indices.reversed() {
      for operand in records[place].operands where records[operand].stage == nil {
        owners[operand] = owners[place] ?? owners[operand]
      }
    }
    return owners
  }

  /// The named values each record is made of, each once.
  private func namedOperands() -> [Set<Int>] {
    records.reduce(into: []) { known, record in
      known.append(
        record.operands.reduce(into: []) { found, operand in
          if records[operand].stage != nil {
            found.insert(operand)
          } else {
            found.formUnion(known[operand])
          }
        })
    }
  }
}

/// How many pairs of a query and a key there are, and how many the mask lets through.
private struct VisiblePairs {
  var all = 0
  var visible = 0

  init(_ scores: AnyTensor?) {
    guard let scores else { return }
    all = scores.count
    visible = scores.doubles.count { $0 != -.infinity }
  }

  /// The FLOPs of some work that are left when hidden pairs are skipped.
  ///
  /// Work that runs over queries and keys, as cells or as terms, is the same for each pair.
  func part(of work: Work, _ axes: [Axis]) -> Int {
    let names = Set(axes.map(\.name) + [work.terms?.name].compactMap { $0 })
    guard all > 0, names.contains(.query), names.contains(.key) else { return work.operations }
    let perPair = work.cells * (work.terms.map { work.perTerm * $0.size } ?? work.perCell) / all
    let rest = work.terms == nil ? 0 : work.cells * work.perCell
    return perPair * visible + rest + work.once
  }
}

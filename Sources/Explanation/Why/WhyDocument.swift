// SPDX-License-Identifier: MIT

import AttentionEngine
import Display
import Tensors

/// Writes the explanation of a cell: formula, numbers, result, then each operand in turn.
public struct WhyDocument {
  let trace: Trace
  let decimals: Int
  /// How many levels are explained: 1 is the cell itself.
  let depth: Int
  /// Whether it ends with the stages down to what was given, and how to be told more.
  let showsPath: Bool

  /// More than anyone reads; a deep question about a large sum stops here and says so.
  package static let mostNodes = 400

  public init(_ trace: Trace, decimals: Int = 3, depth: Int = 1, showsPath: Bool = true) {
    self.showsPath = showsPath
    self.trace = trace
    self.decimals = decimals
    self.depth = max(1, depth)
  }

  /// The document for one cell.
  public func document(for explanation: CellExplanation) -> Document {
    var budget = Self.mostNodes
    var explained: Set<CellAddress> = []
    let root = node(explanation, level: 1, &budget, &explained)
    var blocks = root.blocks
    if !root.children.isEmpty { blocks.append(.tree(root.children)) }
    if budget < 0 {
      blocks.append(
        .paragraph(
          "The explanation stops here after \(Self.mostNodes) cells; ask about one of them."))
    }
    if showsPath, let path = pathToInputs(explanation) { blocks.append(.paragraph(path)) }
    return Document(blocks)
  }

  private func node(
    _ cell: CellExplanation, level: Int, _ budget: inout Int, _ explained: inout Set<CellAddress>
  ) -> TreeNode {
    budget -= 1
    explained.insert(cell.address)
    var node = TreeNode(headline(cell, level: level) + calculation(cell))
    guard level < depth else {
      if level == 1, !cell.operands.isEmpty { node.blocks.append(operandTable(cell)) }
      return node
    }
    for operand in cell.operands {
      if explained.contains(operand.address) {
        node.children.append(
          TreeNode(
            Text.code("\(operand.address)") + " = \(cell.printed(operand.value)), as above"))
        continue
      }
      guard budget > 0 else {
        // Below 0: something was left out.
        budget = -1
        break
      }
      guard let inner = CellExplanation(operand.address, in: trace, decimals: decimals) else {
        continue
      }
      node.children.append(self.node(inner, level: level + 1, &budget, &explained))
    }
    return node
  }

  private func headline(_ cell: CellExplanation, level: Int) -> [Block] {
    let place = placeInWords(cell.address.cell, cell.axes)
    let title = Text.strong("\(cell.address) = \(cell.printedValue)")
    guard level == 1 else {
      return [.paragraph(title + .dim(place.isEmpty ? "" : "  \(place)"))]
    }
    var blocks: [Block] = [.heading(level: 2, Text("\(cell.address) = \(cell.printedValue)"))]
    var words = place
    if !cell.stage.summary.isEmpty { words += (words.isEmpty ? "" : ". ") + cell.stage.summary }
    if !words.isEmpty { blocks.append(.paragraph(Text(words))) }
    return blocks
  }

  func calculation(_ cell: CellExplanation) -> [Block] {
    guard let formula = cell.formula else {
      return [.paragraph("This number was given, not computed.")]
    }
    let symbol = Mathematics(cell.stage.symbol)
    var blocks: [Block] = [.formula(.definition(symbol, Mathematics(formula)))]
    let own = Mathematics { cell.stage.cellSymbol(cell.address.cell, $0) }
    if let reason = cell.blockedBecause {
      blocks.append(
        .equations([
          .equation(
            own,
            Mathematics(unicode: "−∞", ascii: "-inf", latex: "-\\infty", spoken: "minus infinity"))
        ]))
      blocks.append(.paragraph(Text("Blocked: \(reason). Its weight will be e^-inf = 0.")))
      return blocks
    }
    var lines = [Mathematics.equation(own, Mathematics { cell.symbolic($0) ?? "" })]
    var seen = ""
    func add(_ line: Mathematics) {
      // A step that looks like the one before says nothing new.
      guard line.unicode != seen else { return }
      seen = line.unicode
      lines.append(.continuing(line))
    }
    add(Mathematics { cell.substituted($0) ?? "" })
    let notations = Notation.allCases.map { cell.steps($0) }
    for index in notations[0].indices {
      add(
        Mathematics { notation in
          notations[Notation.allCases.firstIndex(of: notation) ?? 0][index]
        })
    }
    add(Mathematics(cell.printedRecomputed ?? ""))
    blocks.append(.equations(lines))
    blocks += remarks(cell)
    return blocks
  }

  /// What the reader should know about the last digits.
  private func remarks(_ cell: CellExplanation) -> [Block] {
    guard let recomputed = cell.recomputed else { return [] }
    if cell.value.isNaN {
      return [.paragraph("The result is nan: something it was computed from has no value.")]
    }
    guard recomputed != cell.value, trace.precision == .float32 else { return [] }
    return [
      .paragraph(
        .dim(
          "Recorded in float32; computed again in double from the same operands it differs by "
            + NumberFormat(decimals: 1, notation: .scientific).string(recomputed - cell.value)
            + "."))
    ]
  }

  private func operandTable(_ cell: CellExplanation) -> Block {
    let shown = cell.operands.prefix(24)
    var rows: [[Text]] = shown.map { operand in
      let axes = trace.record(operand.address.stage)?.axes ?? []
      return [
        .code("\(operand.address)"), Text(cell.printed(operand.value)),
        Text(placeInWords(operand.address.cell, axes)),
      ]
    }
    if cell.operands.count > shown.count {
      rows.append([Text("… \(cell.operands.count - shown.count) more"), "", ""])
    }
    return .table(
      Table(header: ["made of", "value", "where"], rows: rows, alignments: [.left, .right, .left]))
  }

  /// The stages between a cell and what was given: `weights ← masked_scores ← … ← input`.
  private func pathToInputs(_ cell: CellExplanation) -> Text? {
    guard cell.formula != nil else { return nil }
    var path = [cell.address.stage.rawValue]
    var current = cell.address.stage
    while let place = trace.place(of: current),
      let next = namedOperands(of: place).first, path.count < 24
    {
      path.append(next.rawValue)
      current = next
    }
    guard path.count > 1 else { return nil }
    let deeper = depth == 1 ? " Add --depth 2 to explain each of them." : ""
    return Text.dim("Path down to what was given: " + path.joined(separator: " <- ") + ".\(deeper)")
  }

  /// The named stages that a record was computed from, seen through unnamed ones.
  private func namedOperands(of place: Int) -> [StageID] {
    trace.records[place].operands.flatMap { operand in
      trace.records[operand].stage.map { [$0] } ?? namedOperands(of: operand)
    }
  }
}

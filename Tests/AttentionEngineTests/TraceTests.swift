// SPDX-License-Identifier: MIT

import TestSupport
import Tensors
import Testing

@testable import AttentionEngine

@Suite struct TraceTests {
  static let problems =
    RandomProblem.all
    + Precision.allCases.flatMap { precision in
      [
        RandomProblem.emptyRows(precision, .nan, opens: true),
        RandomProblem.emptyRows(precision, .nan, opens: false),
        RandomProblem.emptyRows(precision, .zero, opens: false),
      ]
    }

  @Test(arguments: problems)
  func `parents come earlier on the tape`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    for (place, record) in trace.records.enumerated() {
      #expect(record.operands.allSatisfy { $0 < place })
      #expect((record.operation == nil) == record.operands.isEmpty)
    }
  }

  @Test(arguments: problems)
  func `every named record keeps numbers of its own axes`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    #expect(Set(trace.stages).count == trace.stages.count)
    for (place, record) in trace.records.enumerated() {
      guard let stage = record.stage else { continue }
      let tensor = try #require(record.tensor)
      #expect(tensor.axes == record.axes)
      #expect(tensor.precision == random.problem.precision)
      #expect(trace.place(of: stage) == place)
    }
  }

  @Test(arguments: problems)
  func `gradients have the axes of what they belong to`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    let gradients = trace.stages.filter { $0.differentiated != nil }
    #expect(gradients.count >= 8)
    for gradient in gradients {
      let original = try #require(gradient.differentiated)
      #expect(trace[gradient]?.axes == trace[original]?.axes, "\(gradient)")
    }
  }

  /// Every cell of every stage, forward and backward, from the recorded numbers it was made of;
  /// the bound of each cell is `BoundedNumber`'s.
  @Test(arguments: problems)
  func `every cell follows from the cells it was made of`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    var computed = 0
    for (place, record) in trace.records.enumerated() where record.stage != nil {
      for cell in allCells(record.axes.map(\.size)) {
        guard let tree = trace.arithmetic(at: place, cell: cell) else { continue }
        computed += 1
        let expected = tree.evaluate { BoundedNumber(exact: trace.value(at: $0, cell: $1)) }
        let found = trace.value(at: place, cell: cell)
        #expect(
          expected.allows(found, trace.precision),
          "\(record.stage?.rawValue ?? "")\(cell): \(found), by hand \(expected)"
        )
        let again = try #require(trace.recomputed(at: place, cell: cell))
        let rounded =
          trace.precision == .float32 ? Double(Float(expected.value)) : expected.value
        #expect(again == rounded || (again.isNaN && rounded.isNaN))
        for operand in tree.operandCells {
          let source = trace.records[operand.index]
          #expect(source.stage != nil && operand.index < place)
          #expect(operand.cell.count == source.axes.count)
          #expect(zip(operand.cell, source.axes).allSatisfy { $0 >= 0 && $0 < $1.size })
        }
      }
    }
    #expect(computed > 300)
  }

  @Test func `rows that see nothing are NaN or zero in every stage that says so`() throws {
    let empty = (0..<2).flatMap { head in (0..<2).map { [head, $0] } }
    for opens in [false, true] {
      let asNaN = try RandomProblem.emptyRows(.float64, .nan, opens: opens).trace()
      let asZero = try RandomProblem.emptyRows(.float64, .zero, opens: opens).trace()
      for row in empty {
        for key in 0..<3 {
          #expect(asNaN[.maskedScores]?[row + [key]] == -.infinity)
          #expect(asZero[.maskedScores]?[row + [key]] == -.infinity)
          #expect(asNaN[.weights]?[row + [key]].isNaN == true)
          #expect(asZero[.weights]?[row + [key]] == 0)
        }
        #expect(asNaN[.headOutput]?[row + [4]].isNaN == true)
        #expect(asZero[.headOutput]?[row + [4]] == 0)
        if opens {
          #expect(asZero[.exponentials]?[row + [0]] == 0)
          #expect(asZero[.rowSums]?[row + [0]] == 0)
          #expect(asNaN[.rowSums]?[row + [0]].isNaN == true)
        }
      }
      // NaN spreads backward through a mask, as in PyTorch; zeros do not.
      #expect(asNaN[StageID.query.gradient]?[[0, 0, 0]].isNaN == true)
      #expect(asZero[StageID.query.gradient]?.doubles.allSatisfy(\.isFinite) == true)
      #expect(asZero[.weights]?[[0, 2, 0]] == 1)
    }
  }

  @Test func `an opened softmax gives the weights and gradients of a closed one`() throws {
    var problem = RandomProblem.crossAttention().problem
    let opened = try Attention.trace(problem)
    problem.opensSoftmax = false
    let closed = try Attention.trace(problem)
    #expect(closed[.rowSums] == nil && opened[.rowSums] != nil)
    for stage in [StageID.weights, .output, StageID.query.gradient, StageID.maskedScores.gradient] {
      let (a, b) = (try #require(opened[stage]).doubles, try #require(closed[stage]).doubles)
      let largest = a.map(abs).max() ?? 0
      // Different sums of at most 11·13 terms, each rounded once.
      for (x, y) in zip(a, b) { #expect(abs(x - y) <= 143 * Double.ulpOfOne * max(1, largest)) }
    }
  }

  @Test func `a masked cell is told from a visible one`() throws {
    let trace = try RandomProblem.encodedPositions().trace()
    #expect(trace.isMasked(.weights, cell: [0, 1, 2]))
    #expect(trace.isMasked(.exponentials, cell: [2, 0, 4]))
    #expect(!trace.isMasked(.weights, cell: [0, 2, 1]))
    #expect(!trace.isMasked(.rawScores, cell: [0, 1, 2]))
    #expect(!trace.isMasked(.weights, cell: [0, 1]))
  }

  @Test func `given values have neither arithmetic nor formula`() throws {
    let trace = try RandomProblem.oneHead().trace()
    let place = try #require(trace.place(of: .input))
    #expect(trace.arithmetic(at: place, cell: [0, 0]) == nil)
    #expect(trace.formula(at: place) == nil)
    #expect(trace.recomputed(at: place, cell: [0, 0]) == nil)
  }

  @Test func `float32 is computed natively, not rounded from float64`() throws {
    let wide = try RandomProblem.everything(.float64).trace()
    let narrow = try RandomProblem.everything(.float32).trace()
    let (a, b) = (try #require(wide[.output]).doubles, try #require(narrow[.output]).doubles)
    let errors = zip(a, b).map { abs($0 - $1) }
    // Sums of 30 weighted numbers of size 1: far below 30 · 30 roundings, and above none.
    #expect((errors.max() ?? 0) <= 900 * Double(Float.ulpOfOne))
    #expect(zip(a, b).contains { Double(Float($0)) != $1 })
  }

  @Test(arguments: ["weights[0,2,1]", " weights [ 0, 2 ,1 ] ", "grad_query[3]"])
  func `an address is read and written`(_ text: String) throws {
    let address = try #require(CellAddress(text))
    #expect(address.description == text.filter { $0 != " " })
    #expect(CellAddress(address.description) == address)
  }

  @Test(arguments: [
    "weights", "weights[]", "weights[0", "[0]", "weights[-1]", "weights[a]", "weights[0,,1]",
    "weights[99999999999999999999]",
  ])
  func `what is no address is refused`(_ text: String) {
    #expect(CellAddress(text) == nil)
  }
}

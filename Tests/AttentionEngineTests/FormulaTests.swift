// SPDX-License-Identifier: MIT

import Testing

@testable import AttentionEngine

@Suite struct FormulaTests {
  private static let symbols: [Formula] = [
    .symbol("Q"), .symbol("K"), .symbol("cos", index: "θ"), .symbol("m", index: "1"),
    .symbol("α", index: "2"), .symbol("R", index: "1:2"), .symbol("O", index: "3"),
  ]

  private static var everything: [(name: String, formula: Formula)] {
    OperationSamples.all.map { sample in
      (sample.name, sample.operation.formula(Array(symbols.prefix(sample.operands.count))))
    } + Stage.all.map { ($0.id.rawValue, $0.symbol) }
      + Stage.all.map { ("grad " + $0.id.rawValue, Stage.named($0.id.gradient).symbol) }
  }

  private func check(_ formula: Formula, _ name: String) {
    for notation in Notation.allCases {
      let text = formula.text(notation)
      #expect(!text.isEmpty && !text.contains("?"), "\(name)")
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 }, "\(name): \(text)")
    }
    let ascii = formula.text(.ascii)
    #expect(
      ascii.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) }, "\(name): \(ascii)")
    let latex = formula.text(.latex)
    #expect(
      latex.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) }, "\(name): \(latex)")
    var depth = 0
    for character in latex {
      depth += character == "{" ? 1 : character == "}" ? -1 : 0
      #expect(depth >= 0, "\(name): \(latex)")
    }
    #expect(depth == 0, "\(name): \(latex)")
    // One index a symbol: LaTeX refuses a_b_c.
    #expect(latex.firstMatch(of: /_\w+_/) == nil, "\(name): \(latex)")
    let spoken = formula.text(.spoken)
    let speakable = spoken.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber) || " ,.-'".contains($0)
    }
    #expect(speakable, "\(name): \(spoken)")
  }

  @Test func `every operation and symbol can be written in every notation`() {
    for (name, formula) in Self.everything { check(formula, name) }
  }

  @Test(arguments: TraceTests.problems)
  func `every record of a trace can be written in every notation`(_ random: RandomProblem) throws {
    let trace = try random.trace()
    for (place, record) in trace.records.enumerated() {
      let name = record.stage?.rawValue ?? "record \(place)"
      if let formula = trace.formula(at: place) { check(formula, name) }
      if let stage = record.stage {
        check(Stage.named(stage).symbol, name)
        #expect(!Stage.named(stage).summary.isEmpty, "\(name)")
      }
    }
  }

  /// What the paper writes, in every notation.
  @Test func `the formulas of the paper`() throws {
    let trace = try MistakeTests.manyHeadsOfEqualSizes().trace()
    func texts(_ stage: StageID) throws -> [String] {
      let place = try #require(trace.place(of: stage))
      let formula = try #require(trace.formula(at: place))
      return Notation.allCases.map(formula.text)
    }
    #expect(
      try texts(.query) == [
        "heads(X·W_Q + b_Q)", "heads(X*W_Q + b_Q)",
        "\\operatorname{heads}\\left(X W_{Q} + b_{Q}\\right)", "heads of X times W Q plus b Q",
      ])
    #expect(
      try texts(.rawScores) == ["Q·Kᵀ", "Q*K^T", "Q K^{\\top}", "Q times K transposed"])
    #expect(
      try texts(.scaledScores) == [
        "S/√d_k", "S/sqrt(d_k)", "\\frac{S}{\\sqrt{d_{k}}}",
        "S divided by the square root of d k",
      ])
    #expect(
      try texts(.maskedScores) == [
        "mask(S′)", "mask(S')", "\\operatorname{mask}\\left(S'\\right)", "mask of S prime",
      ])
    #expect(
      try texts(.weights) == [
        "softmax(ℓ)", "softmax(l)", "\\operatorname{softmax}\\left(\\ell\\right)", "softmax of l",
      ])
    #expect(try texts(.headOutput)[0] == "A·V")
    #expect(try texts(.mergedHeads)[0] == "concat(Z)")
    #expect(try texts(.output)[0] == "concat(Z)·W_O + b_O")
  }

  @Test func `brackets stand where they are needed and nowhere else`() {
    let (a, b, c) = (Formula.symbol("a"), Formula.symbol("b"), Formula.symbol("c"))
    #expect(Formula.product([.sum([a, b]), c]).text(.unicode) == "(a + b)·c")
    #expect(Formula.sum([.product([a, b]), c]).text(.unicode) == "a·b + c")
    #expect(Formula.difference(a, .difference(b, c)).text(.unicode) == "a − (b − c)")
    #expect(Formula.difference(.difference(a, b), c).text(.ascii) == "a - b - c")
    #expect(Formula.quotient(a, .product([b, c])).text(.ascii) == "a/(b*c)")
    #expect(Formula.quotient(.sum([a, b]), c).text(.latex) == "\\frac{a + b}{c}")
    #expect(Formula.transpose(.product([a, b])).text(.unicode) == "(a·b)ᵀ")
    #expect(Formula.transpose(.product([a, b])).text(.latex) == "\\left(a b\\right)^{\\top}")
    #expect(
      Formula.power(.quotient(a, b), .number("2")).text(.latex)
        == "{\\left(\\frac{a}{b}\\right)}^{2}")
    #expect(Formula.squareRoot(.sum([a, b])).text(.unicode) == "√(a + b)")
    #expect(Formula.squareRoot(.sum([a, b])).text(.ascii) == "sqrt(a + b)")
    #expect(Formula.power(.symbol("e"), .difference(a, b)).text(.unicode) == "e^(a − b)")
    #expect(Formula.gradient(.function("R", [a])).text(.ascii) == "dL/dR(a)")
    #expect(Formula.total(.cellProduct(a, b), over: "row").text(.unicode) == "Σ_row a ⊙ b")
  }

  @Test func `names with an underscore have no index`() {
    let symbol = Stage.named(StageID("some_new_stage")).symbol
    #expect(symbol.text(.latex) == "some\\_new\\_stage")
    #expect(symbol.text(.spoken) == "some new stage")
    #expect(Formula.symbol("cos", index: "θ").text(.ascii) == "cos_theta")
    #expect(Formula.symbol("cos", index: "θ").text(.latex) == "cos_{\\theta}")
    #expect(Formula.function("R⁻¹", [.symbol("Q")]).text(.ascii) == "R^-1(Q)")
    #expect(Formula.number("−1").text(.spoken) == "minus 1")
  }

  @Test func `stage ids and aliases name one stage each`() {
    let names = Stage.all.flatMap { [$0.id.rawValue] + $0.aliases }
    #expect(Set(names).count == names.count)
    #expect(Stage.named(StageID("added_bias_2")).symbol.text(.unicode) == "B_2")
    #expect(Stage.named(StageID.query.gradient).aliases == ["d_query"])
    #expect(StageID.query.gradient.differentiated == .query)
    #expect(StageID.query.differentiated == nil)
  }
}

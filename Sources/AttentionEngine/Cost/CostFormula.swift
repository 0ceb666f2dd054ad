// SPDX-License-Identifier: MIT

/// A size that costs are written in.
public enum CostSize: Int, Sendable, CaseIterable {
  /// Items of the batch, B.
  case batch
  /// Queries, n_q.
  case queries
  /// Keys, those of a cache included, n_k.
  case keys
  /// Keys that are projected now, n_k without the cache.
  case newKeys
  /// Keys of a cache, n_c.
  case cache
  /// Pairs of a query and a key over the batch: B·n_q·n_k, or those the mask lets through.
  case pairs
  /// Width of what queries are made from, d.
  case model
  /// Width of what keys are made from; of what values are made from.
  case memory, memoryValue
  /// Width of the output.
  case output
  /// Query heads, h.
  case heads
  /// Key/value heads, g.
  case keyValueHeads
  /// Features of a key, d_k; of a value, d_v; of a key that are turned by their position.
  case keyDimension, valueDimension, turned
  /// Numbers in the tables of rotary positions; in all matrices that are added to the scores.
  case rotaryTables, addedBiases
}

/// A closed formula in sizes, a sum of products such as `2·n_q·d·h·d_k + n_q·h·d_k`: written and
/// evaluated from the same tree.
public struct CostFormula: Sendable, Equatable {
  struct Term: Sendable, Equatable {
    let factor: Int
    let sizes: [CostSize]
  }

  var terms: [Term] = []

  static let zero = CostFormula()

  /// `factor · sizes…`.
  static func of(_ factor: Int, _ sizes: CostSize...) -> CostFormula {
    CostFormula(terms: [Term(factor: factor, sizes: sizes)])
  }

  static func + (left: CostFormula, right: CostFormula) -> CostFormula {
    CostFormula(terms: left.terms + right.terms)
  }

  /// The number it stands for; `nil` when it is beyond 2⁶³.
  func value(_ size: (CostSize) -> Int) -> Int? {
    var total = 0
    for term in terms {
      var product = term.factor
      for part in term.sizes {
        let (next, overflows) = product.multipliedReportingOverflow(by: size(part))
        if overflows { return nil }
        product = next
      }
      let (next, overflows) = total.addingReportingOverflow(product)
      if overflows { return nil }
      total = next
    }
    return total
  }

  /// Writes it as a person does; `letter` gives the letters of a size, none to leave it out.
  func formula(_ letter: (CostSize) -> [Formula]) -> Formula {
    let products = terms.map { term -> Formula in
      var symbols = term.sizes.flatMap(letter)
      if symbols.count > 1, symbols[0] == symbols[1] {
        symbols.replaceSubrange(0...1, with: [.power(symbols[0], .number("2"))])
      }
      let factors =
        (term.factor == 1 && !symbols.isEmpty ? [] : [.number("\(term.factor)")]) + symbols
      return factors.count == 1 ? factors[0] : .product(factors)
    }
    return products.isEmpty ? .number("0") : products.count == 1 ? products[0] : .sum(products)
  }
}

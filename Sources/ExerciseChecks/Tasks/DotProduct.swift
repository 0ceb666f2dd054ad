// SPDX-License-Identifier: MIT

import ExerciseHarness

extension Exercise {
  /// Lesson 01.
  static let dotProduct = Exercise(
    "01-dot-product", "DotProductExercise", "How alike two vectors are", usesTools: false,
    [
      ExerciseTask("dot", .fewLines, "the dot product of two lists") { draw in
        [5, 5, 3, 7].map { size in dot(draw.numbers(size), draw.numbers(size)) }
      },
      ExerciseTask("product", .fewLines, "a matrix product is many dot products") { draw in
        [(3, 3, 3), (2, 5, 3), (7, 2, 5), (3, 7, 2)].map { rows, inner, columns in
          product(draw.matrix("left", rows, inner), draw.matrix("right", inner, columns))
        }
      },
      ExerciseTask("mostAlike", .think, "the row that is most like a query") { draw in
        (0..<12).map { index in
          let features = [3, 5, 7][index % 3]
          return mostAlike(
            draw.vector("query", features), draw.matrix("rows", [7, 5][index % 2], features))
        }
      },
    ])

  private static func dot(_ left: [Double], _ right: [Double]) -> TaskCase {
    let products = zip(left, right).map { $0 * $1 }
    let sum = products.reduce(0, +)
    func length(_ numbers: [Double]) -> Double {
      numbers.map { $0 * $0 }.reduce(0, +).squareRoot()
    }
    func value(_ number: Double) -> Value { Value("dot", number) }
    return TaskCase(
      [Value("left", left), Value("right", right)], value(sum),
      mistakes: [
        NumberMistake(
          "product-term-dropped", "The last product was left out.",
          "Go through all places: 0 up to the count, without it.",
          value(products.dropLast().reduce(0, +))),
        NumberMistake(
          "product-term-dropped", "The first product was left out.", "Places count from 0.",
          value(products.dropFirst().reduce(0, +))),
        NumberMistake(
          "products-not-summed", "Only one product was returned.",
          "Add every product to the sum.", value(products[products.count - 1])),
        NumberMistake(
          "cosine-instead-of-dot", "The cosine was taken instead of the dot product.",
          "Do not divide by the lengths.", value(sum / length(left) / length(right))),
        NumberMistake(
          "minus-signs-ignored", "All minus signs were dropped.", "A product keeps its sign.",
          value(products.map(abs).reduce(0, +))),
        NumberMistake(
          "sums-multiplied", "The sums of the two lists were multiplied.",
          "Multiply place by place first, then add up.",
          value(left.reduce(0, +) * right.reduce(0, +))),
      ])
  }

  private static func product(_ left: Value, _ right: Value) -> TaskCase {
    let isSquare = left.shape == right.shape
    let right3 = left.times(right).renamed("product")
    let mistakes = [
      NumberMistake(
        "weight-transposed", "The right matrix was used transposed: rows met rows.",
        "Rows of the left matrix meet columns of the right one.",
        isSquare ? left.times(right, transposingRight: true).renamed("product") : right3),
      NumberMistake(
        "product-order-reversed", "The factors changed places.",
        "The left matrix gives the rows of the result.",
        isSquare ? right.times(left).renamed("product") : right3),
      NumberMistake(
        "products-not-summed", "Cells were multiplied one by one.",
        "Each cell is a whole dot product.",
        isSquare
          ? Value(
            name: "product", shape: left.shape,
            numbers: zip(left.numbers, right.numbers).map { $0 * $1 }) : right3),
    ]
    return TaskCase([left, right], right3, mistakes: mistakes).with(isSquare ? .square : nil)
  }

  private static func mostAlike(_ query: Value, _ rows: Value) -> TaskCase {
    let scores = (0..<rows.shape[0]).map { index in
      zip(query.numbers, rows.row(index)).map { $0 * $1 }.reduce(0, +)
    }
    let lengths = (0..<rows.shape[0]).map { index in
      rows.row(index).map { $0 * $0 }.reduce(0, +).squareRoot()
    }
    func place(_ numbers: [Double], _ isBetter: (Double, Double) -> Bool) -> Value {
      Value("row", numbers.indices.reduce(0) { isBetter(numbers[$1], numbers[$0]) ? $1 : $0 })
    }
    return TaskCase(
      [query, rows], place(scores, >),
      mistakes: [
        NumberMistake(
          "least-instead-of-most", "The row that is least alike was returned.",
          "The largest dot product wins.", place(scores, <)),
        NumberMistake(
          "cosine-instead-of-dot", "Rows were compared by the cosine.",
          "Do not divide by the lengths.", place(zip(scores, lengths).map { $0 / $1 }, >)),
        NumberMistake(
          "minus-signs-ignored", "The dot products were compared without their signs.",
          "A negative dot product is less than every positive one.", place(scores.map(abs), >)),
        NumberMistake(
          "longest-row", "The longest row was returned, whatever the query.",
          "Compare the dot products with the query.", place(lengths, >)),
      ])
  }
}

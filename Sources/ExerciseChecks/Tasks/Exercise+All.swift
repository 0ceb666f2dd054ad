// SPDX-License-Identifier: MIT

extension Exercise {
  /// Every exercise, in the order of the lessons.
  public static let all: [Exercise] = [
    dotProduct, softmax, scaledDotProduct, selfAttention, whySqrt, masks, multiHead,
    crossAttention, positions, backward, keyValueCache, onlineSoftmax, cost, ring, readingCode,
  ]

  /// Finds an exercise by its lesson's folder, number or slug, or by the name of its file.
  public static func named(_ text: String) -> Exercise? {
    all.first { exercise in
      let slug = exercise.lesson.dropFirst(3)
      return [exercise.lesson, exercise.number, exercise.name, exercise.fileName].contains(text)
        || slug == text || (Int(text) != nil && Int(text) == Int(exercise.number))
    }
  }
}

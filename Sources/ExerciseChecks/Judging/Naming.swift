// SPDX-License-Identifier: MIT

import ExerciseHarness

/// Finds the mistakes that explain a stage in every case.
struct Naming {
  /// The stage in every case that was answered; at least one is wrong.
  let judged: [JudgedStage]

  var mistakes: [WrongAnswer.Named] {
    let explained = catalogued
    return explained.isEmpty ? symptoms : explained
  }

  /// The catalogue's mistakes: each must give the learner's numbers wherever it can happen, and leave right
  /// what is right.
  private var catalogued: [WrongAnswer.Named] {
    var named: [WrongAnswer.Named] = []
    for candidate in candidates where explains(candidate) {
      if !named.contains(where: { $0.id == candidate.id }) { named.append(candidate) }
    }
    return named
  }

  private var candidates: [WrongAnswer.Named] {
    var result: [WrongAnswer.Named] = []
    for one in judged {
      for explanation in one.taskCase.explanations where explanation.stage == one.stage.name {
        let named = explanation.named
        if !result.contains(named) { result.append(named) }
      }
    }
    return result
  }

  private func explains(_ candidate: WrongAnswer.Named) -> Bool {
    let places = judged.map { one in
      one.taskCase.explanations.filter {
        $0.stage == one.stage.name && $0.named == candidate
      }
    }
    // Some mistakes are possible only where sizes are equal; elsewhere the same code gives anything.
    let needsEqualSizes = zip(judged, places).allSatisfy { one, here in
      here.isEmpty || one.taskCase.trait == .square
    }
    return zip(judged, places).allSatisfy { one, here in
      if here.isEmpty { return one.isRight || needsEqualSizes }
      return here.contains { one.answer?.agrees(with: $0.answer) ?? false }
    }
  }

  // MARK: - What the numbers look like when no mistake of the catalogue explains them

  private var symptoms: [WrongAnswer.Named] {
    if let symptom = missing ?? ignoresInput ?? allZeros ?? coarser ?? onlyFirstHead ?? onlyHere {
      return [symptom]
    }
    return []
  }

  private var wrong: [JudgedStage] { judged.filter { !$0.isRight } }

  private var missing: WrongAnswer.Named? {
    guard wrong.contains(where: { $0.answer == nil }) else { return nil }
    return .init(
      id: "stage-missing", summary: "This part of the answer is missing.",
      remedy: "Fill in every field of what you return.")
  }

  private var allZeros: WrongAnswer.Named? {
    let answers = judged.compactMap(\.answer)
    guard answers.allSatisfy({ $0.numbers.allSatisfy { $0 == 0 } }) else { return nil }
    return .init(
      id: "all-zeros", summary: "Every number is 0.",
      remedy: "The right shape is a start; now compute what stands in the cells.")
  }

  private var ignoresInput: WrongAnswer.Named? {
    let answers = judged.compactMap { $0.answer }
    guard answers.count > 1, Set(judged.map { $0.stage.value.numbers }).count > 1,
      answers.allSatisfy({ $0 == answers[0] }), answers[0].numbers.contains(where: { $0 != 0 })
    else { return nil }
    return .init(
      id: "answer-ignores-input",
      summary: "The answer is the same whatever the inputs are.",
      remedy: "Compute it from the arguments; the numbers differ every time it is tried.")
  }

  /// Right as far as a smaller type of number goes.
  private var coarser: WrongAnswer.Named? {
    let pairs = wrong.flatMap { one in
      one.answer?.shape == one.stage.value.shape
        ? Array(zip(one.answer?.numbers ?? [], one.stage.value.numbers)) : []
    }
    guard !pairs.isEmpty, wrong.allSatisfy({ $0.answer?.shape == $0.stage.value.shape }),
      pairs.allSatisfy({ $0.0.isFinite || $0.0 == $0.1 })
    else { return nil }
    let answers = pairs.map(\.0)
    // The rounding of a large input is large as well.
    let inputs = wrong.flatMap { $0.taskCase.inputs.flatMap(\.numbers) }
    let size = (pairs.map(\.1) + inputs).map { $0.isFinite ? abs($0) : 0 }.reduce(1, max)
    let error = pairs.map { $0.1.isFinite ? abs($0.0 - $0.1) : 0 }.reduce(0, max)
    // Sums of a few terms gather a few roundings of half a unit each.
    let limits = (float32: 16 * size * 0x1p-24, float16: 16 * size * 0x1p-11)
    let isHalf = answers.allSatisfy { Double(Float16($0)) == $0 }
    if error <= limits.float32, !isHalf {
      return .init(
        id: "rounded-to-float32", summary: "Right to about 7 digits, as Float computes.",
        remedy: "Keep Double from the first line to the last.")
    }
    if error <= limits.float16 {
      return .init(
        id: "rounded-to-float16", summary: "Right to about 3 digits, as Float16 computes.",
        remedy: "Keep Double from the first line to the last, and round nothing.")
    }
    return nil
  }

  /// Right only where the inputs are special.
  private var onlyHere: WrongAnswer.Named? {
    let right = judged.filter(\.isRight)
    guard let trait = right.first?.taskCase.trait,
      right.allSatisfy({ $0.taskCase.trait == trait }),
      wrong.allSatisfy({ $0.taskCase.trait != trait })
    else { return nil }
    return .init(id: trait.rawValue, summary: trait.summary, remedy: trait.remedy)
  }

  private var onlyFirstHead: WrongAnswer.Named? {
    let isFirstOnly = wrong.allSatisfy { one in
      guard let answer = one.answer, answer.shape == one.stage.value.shape, answer.shape.count == 3,
        answer.shape[0] > 1
      else { return false }
      let size = answer.shape[1] * answer.shape[2]
      let right = zip(answer.numbers, one.stage.value.numbers).map { Value.agree($0, $1) }
      return right[..<size].allSatisfy { $0 } && !right[size...].contains(true)
    }
    guard isFirstOnly else { return nil }
    return .init(
      id: "only-first-head", summary: "Only the first head is right.",
      remedy: "Do for every head what you do for head 0, with its own columns.")
  }
}

extension Explanation {
  var named: WrongAnswer.Named { .init(id: id, summary: summary, remedy: remedy) }
}

extension TaskCase.Trait {
  var summary: String {
    switch self {
    case .oneHead: "It is right with one head and wrong with several."
    case .square: "It is right only where sizes happen to be equal."
    case .nothingMasked: "It is right where nothing is masked, and wrong with a mask."
    case .small: "It is right for small scores and wrong for large ones."
    }
  }

  var remedy: String {
    switch self {
    case .oneHead: "Try it on paper with two heads: which columns belong to the second?"
    case .square: "Ask of every loop whose size it counts: rows or columns, queries or keys."
    case .nothingMasked: "Follow one blocked cell through your code."
    case .small: "What does exp(1000) give? Subtract the largest score of the row first."
    }
  }
}

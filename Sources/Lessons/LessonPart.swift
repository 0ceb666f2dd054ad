// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

/// A part of a lesson that is read at once; after each question it stops until the reader asks.
public struct LessonPart: Equatable, Sendable {
  /// What the part is called.
  public let title: String
  /// What is shown first, then what each answer adds; always at least one.
  public let steps: [[Block]]
  /// The matrices that its live blocks show, in their order.
  public let exhibits: [LessonExhibit]
  /// The numbers that questions ask for, by the step that ends with the question.
  public let predictions: [Int: LessonPrediction]

  /// Creates a part from its title, its steps, and what they show and ask.
  public init(
    title: String, steps: [[Block]], exhibits: [LessonExhibit] = [],
    predictions: [Int: LessonPrediction] = [:]
  ) {
    self.predictions = predictions
    self.title = title
    self.steps = steps
    self.exhibits = exhibits
  }
}

extension LessonPage {
  /// The lesson in parts: its opening, then its sections.
  ///
  /// - Parameter includesPictures: Whether pictures of heads are shown beside their numbers.
  /// - Returns: One part at least; the opening is the first.
  /// - Throws: `LessonPageError` for a cell or a live command that is not there.
  public func parts(includesPictures: Bool = true) throws -> [LessonPart] {
    let writer = LessonWriter(page: self, includesPictures: includesPictures)
    var parts = [
      try part(titled: lesson.header.title, head, then: lesson.opening, writer)
    ]
    for (index, section) in lesson.sections.enumerated() {
      let number: Text = "\(index + 1). "
      let title = number + (try writer.text(section.title, line: section.line))
      parts.append(
        try part(
          titled: title.plainString, [.heading(level: 2, title)], then: section.blocks, writer))
    }
    return parts
  }

  private func part(
    titled title: String, _ head: [Block], then blocks: [LessonBlock], _ writer: LessonWriter
  ) throws -> LessonPart {
    var steps = [head]
    var exhibits: [LessonExhibit] = []
    var predictions: [Int: LessonPrediction] = [:]
    func add(
      _ blocks: [Block], showing shown: [LiveCommand], of problem: String? = nil
    ) throws {
      let start = steps[steps.count - 1].count
      steps[steps.count - 1] += blocks
      for command in shown {
        let problem = command.problemName ?? problem
        let trace = try computation(ofProblem: problem).trace
        guard let first = command.firstCell(in: trace) else { continue }
        exhibits.append(
          LessonExhibit(
            problem: problem, cell: first.address, isOneCell: first.isOneCell,
            step: steps.count - 1, blocks: start..<start + blocks.count))
      }
    }
    for block in blocks {
      switch block.content {
      case .question(let question):
        try add(
          [.quote(try writer.asked(question))], showing: question.question.liveCommands,
          of: question.problem)
        predictions[steps.count - 1] = try writer.prediction(question, line: block.line)
        steps.append([])
        try add(
          [.quote(try writer.answered(question))], showing: question.answer.liveCommands,
          of: question.problem)
      case .live(let command):
        for one in command.forEachStage {
          let block = LessonBlock(line: block.line, content: .live(one))
          try add(try writer.blocks([block]), showing: [one])
        }
      default: try add(try writer.blocks([block]), showing: [block].liveCommands)
      }
    }
    return LessonPart(title: title, steps: steps, exhibits: exhibits, predictions: predictions)
  }
}

extension [LessonBlock] {
  /// The live commands among the blocks, and inside them.
  fileprivate var liveCommands: [LiveCommand] {
    flatMap { block -> [LiveCommand] in
      switch block.content {
      case .live(let command): command.forEachStage
      case .quote(let inner): inner.liveCommands
      case .list(_, _, let items): items.flatMap(\.liveCommands)
      case .question(let question): (question.question + question.answer).liveCommands
      default: []
      }
    }
  }
}

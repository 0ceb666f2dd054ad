// SPDX-License-Identifier: MIT

/// One block of a lesson's prose, and the line of its file where it begins.
public struct LessonBlock: Equatable, Sendable {
  /// The line in `lesson.md`, counted from 1.
  public let line: Int
  /// What the block is.
  public let content: Content

  /// Makes a block.
  ///
  /// - Parameters:
  ///   - line: The line in `lesson.md`, counted from 1.
  ///   - content: What the block is.
  public init(line: Int, content: Content) {
    self.line = line
    self.content = content
  }

  /// What a block can be.
  public indirect enum Content: Equatable, Sendable {
    case heading(level: Int, [LessonInline])
    case paragraph([LessonInline])
    /// A list; `start` is the number of the first item of an ordered list.
    case list(ordered: Bool, start: Int, items: [[LessonBlock]])
    case quote([LessonBlock])
    /// A fenced or indented block that is shown as it stands; `language` may be empty.
    case code(language: String, text: String)
    /// A table; every row is as wide as the header.
    case table(header: [[LessonInline]], rows: [[[LessonInline]]], alignments: [LessonAlignment])
    /// A fenced block ` ```math `: LaTeX, shown as a formula.
    case math(latex: String)
    case rule
    /// A fenced block ` ```attn … `: the output of the command stands in its place.
    case live(LiveCommand)
    /// A fenced block ` ```attn ask `: something to predict before it is revealed.
    case question(LessonQuestion)
  }
}

/// The alignment of a table's column.
public enum LessonAlignment: Equatable, Sendable {
  case natural
  case left
  case center
  case right
}

/// A command that runs on the lesson's problem: ` ```attn show weights --head 0 `.
public struct LiveCommand: Equatable, Sendable {
  /// The words after `attn`, quotes removed: `["show", "weights", "--head", "0"]`.
  public let words: [String]
  /// What stands inside the fence; mostly nothing.
  public let body: String
  /// The line of the opening fence in `lesson.md`, counted from 1.
  public let line: Int
}

/// A question to answer before the answer is shown.
///
/// ````
/// ```attn ask
/// Which word will `sat` look at most?
/// ---
/// At `cat`: {=weights[0,2,1]} of its attention.
/// ```
/// ````
public struct LessonQuestion: Equatable, Sendable {
  public let question: [LessonBlock]
  public let answer: [LessonBlock]
  /// The problem that its values and live blocks are about, ` ```attn ask --problem other.yaml `;
  /// the lesson's own when `nil`.
  public let problem: String?
  /// The number that answers it, ` ```attn ask --number weights[0,3,1]:2 `, so that what a reader types
  /// can be judged; `nil` when it asks for no number.
  public let number: LessonValue?
}

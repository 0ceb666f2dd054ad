// SPDX-License-Identifier: MIT

/// A piece of running text in a lesson.
public indirect enum LessonInline: Equatable, Sendable {
  case text(String)
  case strong([LessonInline])
  case emphasis([LessonInline])
  case code(String)
  case link([LessonInline], destination: String)
  /// A number the reader takes from a trace, `{=weights[0,2,1]:2}`.
  case value(LessonValue)
  /// A number that is meant as it stands, `{#0.5}`.
  case constant(String)
  /// A line that ends in the source; a space when the text is laid out anew.
  case softBreak
  /// A line that must end here.
  case lineBreak
}

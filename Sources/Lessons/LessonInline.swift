// SPDX-License-Identifier: MIT

/// A piece of running text in a lesson.
public indirect enum LessonInline: Equatable, Sendable {
  case text(String)
  case strong([LessonInline])
  case emphasis([LessonInline])
  case code(String)
  case link([LessonInline], destination: String)
  /// A number the reader takes from the trace, `{=weights[0,2,1]:2}`: never typed, so never wrong.
  ///
  /// Without decimals of its own the value has three.
  case value(cell: String, decimals: Int?)
  /// A line that ends in the source; a space when the text is laid out anew.
  case softBreak
  /// A line that must end here.
  case lineBreak
}

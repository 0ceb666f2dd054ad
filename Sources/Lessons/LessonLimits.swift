// SPDX-License-Identifier: MIT

/// How large a lesson may be: far above any honest lesson, far below what hurts.
///
/// Anyone may write a lesson, so a file is not trusted. The sizes keep the Markdown parser quick
/// on its known slow inputs; the depths keep our own recursion shallow.
package enum LessonLimits {
  /// Bytes of `lesson.md`; a long lesson has 30,000.
  package static let fileBytes = 256 * 1024
  /// Bytes of one line; a paragraph may stand on one line.
  package static let lineBytes = 16 * 1024
  /// Lists in quotes in lists.
  package static let blockDepth = 12
  /// Emphasis in links in emphasis.
  package static let inlineDepth = 12
  /// Decimals of a value in the prose; more say nothing about a Double.
  static let decimals = 15
  /// Minutes a lesson may claim to take.
  static let minutes = 240
}

// SPDX-License-Identifier: MIT

/// Why a lesson cannot be read: where, and what was found there.
///
/// Data only; the sentences are made in `LessonError+Description.swift`.
public struct LessonError: Error, Equatable, Sendable {
  /// The file or folder as it was asked for.
  public let file: String
  /// The line in the file, counted from 1; `nil` when the whole file is meant.
  public let line: Int?
  /// What is wrong there.
  public let problem: Problem

  /// What can be wrong with a lesson, a lesson's file or the name of a lesson.
  public enum Problem: Equatable, Sendable {
    // The file
    case unreadable(reason: String)
    case tooLarge(bytes: Int, limit: Int)
    case lineTooLong(bytes: Int, limit: Int)
    case notUTF8
    case controlCharacter(code: UInt32)

    // The head
    case noHead(found: String)
    case headNotClosed
    case headLine(found: String)
    case unknownKey(found: String, nearest: String?)
    case repeatedKey(String)
    case missingKey(String)
    case emptyValue(key: String)
    case minutes(found: String)

    // The prose
    case html(found: String)
    case image(found: String)
    case tooDeep(limit: Int)
    case unsupported(kind: String)
    case fenceNotClosed
    case noCommand
    case quoteNotClosed(found: String)
    case questionWithoutAnswer
    case askOption(found: String)
    case value(found: String)

    // The catalogue
    case sameNumber(first: String, second: String)
    case noLessons
    case unknownLesson(found: String, nearest: String?, known: [String])
  }
}

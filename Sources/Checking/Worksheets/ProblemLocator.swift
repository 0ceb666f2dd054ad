// SPDX-License-Identifier: MIT

import Glibc
import ProblemFiles

/// Finds the problem a sheet names, and refuses paths that lead out of the folders it may lie in.
///
/// A sheet is written by a stranger; it may not make the program read any file it likes.
public struct ProblemLocator: Sendable {
  /// Folders besides the sheet's own, in the order they are tried.
  public var folders: [String]
  /// Where `lesson:NN-slug` lies; `nil` when there are no lessons.
  public var lessons: String?
  /// Whether the folders come before the sheet's own, so that a learner's file cannot stand in for
  /// the teacher's.
  public var prefersFolders: Bool

  public init(folders: [String] = [], lessons: String? = nil, prefersFolders: Bool = false) {
    self.folders = folders
    self.lessons = lessons
    self.prefersFolders = prefersFolders
  }

  /// The path of a problem.
  ///
  /// - Parameters:
  ///   - entry: What the sheet says, for errors.
  ///   - name: A path, or `lesson:NN-slug`.
  ///   - sheetFolder: The folder the sheet lies in.
  /// - Returns: A path that can be opened.
  /// - Throws: `ProblemFileError` that says where it was sought.
  func path(
    _ entry: Entry, _ name: String, sheetFolder: String
  ) throws(ProblemFileError) -> String {
    guard name.utf8.count <= 4096 else { throw entry.error("is longer than any path") }
    if name.hasPrefix("lesson:") { return try lesson(entry, String(name.dropFirst(7))) }
    var isOutside = false
    for folder in prefersFolders ? folders + [sheetFolder] : [sheetFolder] + folders {
      do throws(BoundedFolder.Refusal) { return try BoundedFolder(folder).file(name) } catch {
        isOutside = isOutside || error == .outside
      }
    }
    if isOutside {
      throw entry.error(
        "'\(quotable(name))' lies outside the folders a sheet may use: its own"
          + folders.map { ", \($0)" }.joined() + ". Move the problem there, or add --problems DIR")
    }
    throw entry.error(
      "there is no '\(quotable(name))' below the sheet's folder"
        + (folders.isEmpty ? "" : " or " + folders.joined(separator: ", "))
        + "; give --problems DIR, the folder the problems lie in")
  }

  private func lesson(_ entry: Entry, _ slug: String) throws(ProblemFileError) -> String {
    guard !slug.isEmpty, slug.utf8.allSatisfy({ isSlug($0) }) else {
      throw entry.error(
        "expected lesson:NN-slug, such as lesson:04-self-attention; found \(entry.found)")
    }
    guard let lessons else {
      throw entry.error("there are no lessons here to find '\(slug)' in; set ATTN_HOME")
    }
    let path = "\(lessons)/\(slug)/problem.yaml"
    guard access(path, R_OK) == 0 else {
      throw entry.error("there is no lesson '\(slug)' with a problem in \(lessons)")
    }
    return path
  }

  private func isSlug(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

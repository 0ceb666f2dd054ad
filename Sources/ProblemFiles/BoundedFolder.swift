// SPDX-License-Identifier: MIT

import Glibc

/// A folder whose files, and those below it, may be read because a text by strangers says so.
///
/// Nothing else may be: neither by `..`, nor by an absolute path, nor through a symbolic link that
/// leads out. What lies outside is refused whether or not it is there, so that nobody can ask.
package struct BoundedFolder: Sendable {
  package let path: String

  /// Whether the user said that files outside may be read as well.
  package let allowsOutside: Bool

  package init(_ path: String, allowsOutside: Bool = false) {
    self.path = path
    self.allowsOutside = allowsOutside
  }

  /// Why a file may not be read.
  package enum Refusal: Error {
    /// There is no such file below the folder, or no such folder.
    case missing
    /// The path leads out of the folder.
    case outside
  }

  /// Where a name leads, not yet looked at.
  package func candidate(_ name: String) -> String {
    name.hasPrefix("/") || path == "."
      ? name : path.hasSuffix("/") ? path + name : path + "/" + name
  }

  /// The path of a file of this folder.
  ///
  /// - Parameter name: A path; a relative one begins here.
  /// - Returns: A path that can be opened.
  /// - Throws: `Refusal`.
  package func file(_ name: String) throws(Refusal) -> String {
    if allowsOutside { return candidate(name) }
    guard !leadsUpwards(name) else { throw .outside }
    let candidate = candidate(name)
    guard let home = Self.resolved(path), let real = Self.resolved(candidate) else {
      throw name.hasPrefix("/") ? .outside : .missing
    }
    let below = home.hasSuffix("/") ? home : home + "/"
    // What the folder itself is, whoever opens it says best.
    guard real.hasPrefix(below) || real == home else { throw .outside }
    return candidate
  }

  /// Whether a relative name climbs above the folder on its way.
  private func leadsUpwards(_ name: String) -> Bool {
    guard !name.hasPrefix("/") else { return false }
    var depth = 0
    for part in name.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return true }
    }
    return false
  }

  /// The path without links and dots; `nil` when there is no such file.
  private static func resolved(_ path: String) -> String? {
    guard !path.isEmpty, !path.utf8.contains(0), let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}

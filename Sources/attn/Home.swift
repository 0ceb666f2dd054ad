// SPDX-License-Identifier: MIT

import Glibc

/// Where the lessons are.
enum Home {
  /// The repository root: what the launcher says, or the nearest folder above the binary or the
  /// current one that has a `lessons` folder.
  static var folder: String? {
    if let given = getenv("ATTN_HOME"), given.pointee != 0 { return String(cString: given) }
    return [binaryFolder, currentFolder].compactMap { $0 }.lazy.compactMap(nearestWithLessons).first
  }

  private static var binaryFolder: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path).parentFolder
  }

  private static var currentFolder: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  private static func nearestWithLessons(_ start: String) -> String? {
    var folder: String? = start
    while let current = folder {
      if access(current + "/lessons", R_OK) == 0 && access(current + "/Package.swift", R_OK) == 0 {
        return current
      }
      folder = current.parentFolder
    }
    return nil
  }
}

extension String {
  /// The folder a path lies in; `nil` for the root.
  fileprivate var parentFolder: String? {
    guard self != "/", let slash = lastIndex(of: "/") else { return nil }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}

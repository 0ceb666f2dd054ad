// SPDX-License-Identifier: MIT

import CCMarkGFM

/// What is known of cmark-gfm.
public enum MarkdownLibrary {
  /// The version that runs, not the one that was compiled against.
  public static var version: String { String(cString: cmark_version_string()) }
}

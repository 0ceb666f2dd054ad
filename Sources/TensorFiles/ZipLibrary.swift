// SPDX-License-Identifier: MIT

import CZip

/// What is known of libzip.
public enum ZipLibrary {
  /// The version that runs, not the one that was compiled against.
  public static var version: String { String(cString: zip_libzip_version()) }
}

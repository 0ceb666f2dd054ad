// SPDX-License-Identifier: MIT

/// Checks the names of a file, one after another.
struct NameCheck {
  let file: String
  let limits: TensorFileLimits
  private var seen: Set<String> = []

  init(file: String, limits: TensorFileLimits) {
    self.file = file
    self.limits = limits
  }

  /// Takes the next name of the file.
  ///
  /// Names never become paths here, yet others unpack such files: a name that would lead out of
  /// its folder is refused with the file.
  ///
  /// - Throws: `TensorFileError.badName`, `.duplicateName` or `.aboveLimit`.
  mutating func add(_ name: String) throws(TensorFileError) {
    guard name.utf8.count <= limits.nameBytes else {
      throw .aboveLimit(
        ArrayPlace(file: file, array: name), what: "the length of the name",
        found: name.utf8.count, limit: limits.nameBytes)
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("\\"), !parts.contains(".."),
      name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { throw .badName(file: file, array: name) }
    guard seen.insert(name).inserted else { throw .duplicateName(file: file, array: name) }
    guard seen.count <= limits.arrays else {
      throw .aboveLimit(
        ArrayPlace(file: file), what: "the number of arrays", found: seen.count,
        limit: limits.arrays)
    }
  }
}

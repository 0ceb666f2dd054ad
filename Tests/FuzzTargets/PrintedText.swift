// SPDX-License-Identifier: MIT

import Display

/// No byte of an output may act on a terminal, in any form it is written in.
func requirePrintable(_ document: Document) {
  for capabilities in [
    Capabilities(width: 80), Capabilities(width: 40, unicode: false),
    Capabilities(width: 80, accessible: true),
  ] {
    let text = render(document, with: capabilities)
    requirePrintable(text)
    for line in text.split(separator: "\n") {
      promise(
        capabilities.unicode || line.utf8.allSatisfy { (0x20...0x7e).contains($0) },
        "not ASCII: \(line)")
    }
  }
}

/// Only line feeds may control anything.
func requirePrintable(_ text: String) {
  for scalar in text.unicodeScalars {
    promise(
      !isControl(scalar) || scalar == "\n",
      "U+\(String(scalar.value, radix: 16)) reaches the terminal")
  }
}

/// C0, C1, DEL and the characters that turn the direction of text.
func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0x202a...0x202e, 0x2066...0x2069: true
  default: false
  }
}

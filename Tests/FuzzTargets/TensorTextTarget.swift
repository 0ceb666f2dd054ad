// SPDX-License-Identifier: MIT

import Tensors

/// The notation for matrices: what was read has the shape it claims, and numbers survive.
func readTensorText(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  guard let read = try? TensorText(text, allowsBlanks: true, limit: 10_000) else { return }
  promise(
    read.shape.reduce(1, *) == read.numbers.count,
    "the shape \(read.shape) does not hold \(read.numbers.count) numbers")
  // Written out plainly and read again, every number is the same, NaN as NaN.
  let rowLength = read.shape.last ?? 1
  let words = read.numbers.map { number in number.map { "\($0.value)" } ?? "?" }
  let rows = stride(from: 0, to: words.count, by: max(1, rowLength)).map { start in
    words[start..<min(start + rowLength, words.count)].joined(separator: " ")
  }
  guard let again = try? TensorText(rows.joined(separator: "\n"), allowsBlanks: true) else {
    fatalError("what was written cannot be read: \(rows)")
  }
  for (first, second) in zip(read.numbers, again.numbers) {
    let (one, two) = (first?.value, second?.value)
    promise(
      one == two || (one?.isNaN == true && two?.isNaN == true),
      "\(String(describing: one)) was read again as \(String(describing: two))")
  }
}

// SPDX-License-Identifier: MIT

import Glibc

/// Asks the terminal how wide it shows a character of ambiguous width: it prints `√` in the first
/// cell and asks where the cursor stands (CPR).
///
/// The answer comes among the keys. It is taken out wherever it stands, however the reads have cut
/// it; the rest are keys.
struct WidthProbe {
  static let question: StaticString = "\u{1b}[1;1H\u{221a}\u{1b}[6n\u{1b}[1;1H\u{1b}[K"
  /// How long the answer is waited for, in milliseconds.
  static let patience: Int32 = 200

  /// What has been read and is not the answer.
  private(set) var keys: [UInt8] = []
  /// The cells of the character: 1 or 2; `nil` while there is no answer.
  private(set) var width: Int?

  /// Takes some more bytes in.
  mutating func feed(_ bytes: some Sequence<UInt8>) {
    keys += bytes
    guard width == nil, let answer = Self.answer(in: keys) else { return }
    width = answer.column == 3 ? 2 : 1
    keys.removeSubrange(answer.range)
  }

  /// `CSI line ; column R`.
  private static func answer(in bytes: [UInt8]) -> (range: Range<Int>, column: Int)? {
    for start in bytes.indices where bytes[start] == 0x1b {
      guard start + 1 < bytes.count, bytes[start + 1] == UInt8(ascii: "[") else { continue }
      let parameters = bytes[(start + 2)...].prefix { (0x30...0x3b).contains($0) }
      guard parameters.endIndex < bytes.count, bytes[parameters.endIndex] == UInt8(ascii: "R"),
        let place = parameters.firstIndex(of: UInt8(ascii: ";")),
        let column = Int(String(decoding: parameters[(place + 1)...], as: UTF8.self))
      else { continue }
      return (start..<parameters.endIndex + 1, column)
    }
    return nil
  }

  /// Writes the question and waits for the answer, but not long.
  static func ask() -> WidthProbe {
    TerminalState.write(question)
    var probe = WidthProbe()
    var rest = patience
    while probe.width == nil, rest > 0 {
      let start = now
      probe.read(waiting: rest)
      rest -= max(1, Int32(clamping: now - start))
    }
    return probe
  }

  /// Waits for bytes, and takes in what there is.
  mutating func read(waiting milliseconds: Int32) {
    var file = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&file, 1, milliseconds) > 0, file.revents & Int16(POLLIN) != 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = Glibc.read(STDIN_FILENO, &bytes, bytes.count)
    if count > 0 { feed(bytes[..<count]) }
  }

  /// A clock that only goes forward, in milliseconds.
  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}

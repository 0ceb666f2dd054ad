// SPDX-License-Identifier: MIT

import FoundationEssentials
import Glibc

/// The process that does the judging: it reads paths and answers with results until its input ends.
///
/// A sheet that takes too long, or crashes, takes its worker with it and nothing else.
public enum GradingWorker {
  /// No problem that a sheet may have needs more; beyond it the worker ends, not the machine.
  package static let mostMemory: UInt = 3 << 30

  /// Serves on stdin and stdout until stdin ends.
  ///
  /// - Parameters:
  ///   - timeLimit: Seconds; whoever asked ends this process then, and an alarm does if it is gone.
  ///   - grade: Judges one file.
  public static func serve(timeLimit: Double, grade: (String) -> GradedFile) {
    var limit = rlimit(rlim_cur: rlim_t(mostMemory), rlim_max: rlim_t(mostMemory))
    setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
    endWithTheOther()
    var channel = MessageChannel(descriptor: STDIN_FILENO, answers: STDOUT_FILENO)
    while let request = channel.waitForMessage() {
      alarm(UInt32(min(timeLimit, 86_400)) + 10)
      let result = grade(String(decoding: request, as: UTF8.self))
      alarm(0)
      guard channel.send(Self.encoded(result)) else { return }
    }
  }

  /// Ends this process at once when whoever asked is gone, however that came: a sheet that takes
  /// long must not outlive the command that was interrupted.
  private static func endWithTheOther() {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        // No event is asked for: that the other end is closed is always told.
        var end = pollfd(fd: STDIN_FILENO, events: 0, revents: 0)
        while poll(&end, 1, -1) < 0 && errno == EINTR {}
        _exit(0)
      }, nil)
  }

  static func encoded(_ result: GradedFile) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return (try? Array(encoder.encode(result))) ?? []
  }

  static func decoded(_ bytes: [UInt8]) -> GradedFile? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try? decoder.decode(GradedFile.self, from: Data(bytes))
  }
}

/// Messages over a stream: four bytes of length, then so many bytes.
struct MessageChannel {
  let descriptor: Int32
  let answers: Int32
  private var received: [UInt8] = []

  /// No result is larger.
  static let mostBytes = 64 << 20

  init(descriptor: Int32, answers: Int32) {
    self.descriptor = descriptor
    self.answers = answers
  }

  /// The next message; `nil` when the other end is gone.
  mutating func waitForMessage() -> [UInt8]? {
    while true {
      if let message = takeMessage() { return message }
      guard receive() else { return nil }
    }
  }

  /// A message that has arrived whole.
  mutating func takeMessage() -> [UInt8]? {
    guard received.count >= 4 else { return nil }
    let length = received[0..<4].reduce(0) { $0 << 8 | Int($1) }
    guard received.count >= 4 + length else { return nil }
    let message = Array(received[4..<(4 + length)])
    received.removeFirst(4 + length)
    return message
  }

  /// Takes in what has arrived, waiting for it if need be.
  ///
  /// - Returns: False when the other end is gone or sends what is no message.
  mutating func receive() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0, received.count + count <= Self.mostBytes else { return false }
      received.append(contentsOf: chunk[0..<count])
      return true
    }
  }

  /// Sends a message.
  ///
  /// - Returns: False when the other end is gone.
  func send(_ bytes: [UInt8]) -> Bool {
    let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
    let message = length + bytes
    var sent = 0
    return message.withUnsafeBytes { buffer in
      while sent < buffer.count {
        // No signal where the other end is gone: the answer says so.
        let count = Glibc.send(
          answers, buffer.baseAddress?.advanced(by: sent), buffer.count - sent,
          Int32(MSG_NOSIGNAL))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }
}

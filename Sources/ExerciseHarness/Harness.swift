// SPDX-License-Identifier: MIT

import CLinux
import ExerciseKit

/// A task of an exercise, as the learner's program runs it.
public struct HarnessTask: Sendable {
  let id: String
  let call: @Sendable (TaskInput) throws -> [Value]

  /// - Parameters:
  ///   - id: The name that `attn` calls it by.
  ///   - call: Calls the learner's function and names what it returns, in order.
  public init(_ id: String, _ call: @escaping @Sendable (TaskInput) throws -> [Value]) {
    self.id = id
    self.call = call
  }
}

/// The main loop of a learner's program: calls come in on stdin, answers go out on descriptor 3.
///
/// What the learner prints goes to stdout, as everywhere. The right answers never enter this process.
public enum Harness {
  /// Where answers go.
  static let answers: Int32 = 3

  /// Serves calls until stdin ends.
  public static func serve(_ tasks: [HarnessTask]) {
    CrashReport.install()
    linux_print_at_once()
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 3, words[0] == "call", let count = Int(words[2]) else { continue }
      var values: [Value] = []
      for _ in 0..<count {
        guard let header = readLine(), let numbers = readLine(),
          let value = Wire.value(header[...], numbers[...])
        else { return }
        values.append(value)
      }
      guard let task = tasks.first(where: { $0.id == words[1] }) else { return }
      send("begin\n")
      send(outcome(of: task, TaskInput(values)))
    }
  }

  private static func outcome(of task: HarnessTask, _ input: TaskInput) -> String {
    do {
      let values = try task.call(input)
      return "answer \(values.count)\n" + values.map(Wire.text).joined()
    } catch is NotAttempted {
      return "not-attempted\n"
    } catch {
      return "threw \(Wire.escaped("\(error)"))\n"
    }
  }

  static func send(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count {
        let count =
          bytes[sent...].withContiguousStorageIfAvailable {
            write(answers, $0.baseAddress, $0.count)
          } ?? -1
        if count < 0 && errno != EINTR { _exit(3) }
        sent += max(0, count)
      }
    }
  }
}

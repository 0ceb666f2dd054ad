// SPDX-License-Identifier: MIT

import Glibc

/// A process that grades one file at a time.
final class WorkerProcess {
  /// What it is busy with.
  struct Task {
    let place: Int
    let start: ContinuousClock.Instant

    /// Seconds since it began.
    var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }
  }

  /// What came of a task.
  enum Reply {
    case result([UInt8])
    case overTime
    case crashed
  }

  let descriptor: Int32
  private let process: pid_t
  private var channel: MessageChannel
  private(set) var task: Task?
  private(set) var hasEnded = false

  /// Starts a process whose stdin and stdout are one end of a socket.
  init(_ command: [String]) throws(GradingPoolError) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw GradingPoolError(
        description: "no connection to a grading process: \(String(cString: strerror(errno)))")
    }
    defer { close(ends[1]) }
    guard let process = Self.spawn(command, stream: ends[1]) else {
      close(ends[0])
      throw GradingPoolError(
        description: "no grading process can be started: \(String(cString: strerror(errno)))")
    }
    self.process = process
    descriptor = ends[0]
    channel = MessageChannel(descriptor: ends[0], answers: ends[0])
  }

  private static func spawn(_ command: [String], stream: Int32) -> pid_t? {
    guard let program = command.first else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, stream, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, stream, STDOUT_FILENO)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    // Small matrices: threads of the library would only be in each other's way.
    var variables = [strdup("OPENBLAS_NUM_THREADS=1")]
    var next = environ
    while let variable = next.pointee {
      variables.append(strdup(variable))
      next += 1
    }
    variables.append(nil)
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, program, &actions, nil, &arguments, &variables)
    guard status == 0 else {
      errno = status
      return nil
    }
    return process
  }

  /// Hands over a file.
  ///
  /// - Returns: False when the process is gone.
  func begin(_ place: Int, _ file: String) -> Bool {
    guard channel.send(Array(file.utf8)) else { return false }
    task = Task(place: place, start: .now)
    return true
  }

  /// What came of the task; `nil` while it is at work.
  func reply(timeLimit: Double) -> Reply? {
    guard let task else { return nil }
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    if Glibc.poll(&poll, 1, 0) > 0 {
      let isThere = channel.receive()
      if let message = channel.takeMessage() {
        self.task = nil
        return .result(message)
      }
      if !isThere {
        end()
        return .crashed
      }
    }
    guard task.elapsed >= timeLimit else { return nil }
    end()
    return .overTime
  }

  /// Ends the process, whatever it is doing.
  func end() {
    guard !hasEnded else { return }
    hasEnded = true
    task = nil
    close(descriptor)
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
  }
}

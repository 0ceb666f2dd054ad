// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// A program that runs for a limited time, and what it wrote.
struct ChildProcess {
  /// How it ended.
  enum End: Equatable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
    case timeIsOver
  }

  let end: End
  let output: String
  let errors: String
  /// What it wrote to descriptor 3.
  let answers: String

  /// Starts a program in a process group of its own, feeds it and reads what it writes.
  ///
  /// When the time is over it gets SIGXCPU, so that it can say where it is, and a second later it is
  /// killed with everything it has started. What it writes is kept up to a size; the rest is dropped.
  ///
  /// - Throws: `ExerciseTrouble` when it cannot be started.
  static func run(
    _ command: [String], environment: [String], input: String = "", seconds: Double
  ) throws(ExerciseTrouble) -> ChildProcess {
    let running: RunningChild
    do { running = try starting.withLock { _ in try start(command, environment, input) } } catch {
      throw error as? ExerciseTrouble ?? ExerciseTrouble("\(error)")
    }
    let end = running.wait(seconds: seconds)
    guard !Interruption.isRequested else { throw ExerciseTrouble("interrupted") }
    return ChildProcess(
      end: end, output: running.pipes[0].text, errors: running.pipes[1].text,
      answers: running.pipes[2].text)
  }

  /// Two that start at once would inherit each other's pipes, and wait for each other.
  private static let starting = Mutex(())

  private static func start(
    _ command: [String], _ environment: [String], _ input: String
  ) throws -> RunningChild {
    var pipes = [
      ReadingPipe(limit: 65_536), ReadingPipe(limit: 65_536), ReadingPipe(limit: 1 << 24),
    ]
    let feed = try WritingPipe(Array(input.utf8))
    for index in pipes.indices { try pipes[index].open() }
    let process = try spawn(
      command, environment, descriptors: [feed.reader] + pipes.map(\.writer))
    close(feed.reader)
    for pipe in pipes { close(pipe.writer) }
    return RunningChild(process: process, pipes: pipes, feed: feed)
  }

  private static func spawn(
    _ command: [String], _ environment: [String], descriptors: [Int32]
  ) throws(ExerciseTrouble) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, source) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, command[0], &actions, &attributes, &arguments, &variables)
    guard status == 0 else {
      throw ExerciseTrouble("\(command[0]) does not start: \(String(cString: strerror(status)))")
    }
    return process
  }
}

/// A pipe a child writes into.
private struct ReadingPipe {
  let limit: Int
  var reader: Int32 = -1
  var writer: Int32 = -1
  var bytes: [UInt8] = []
  var isOpen = true

  init(limit: Int) { self.limit = limit }

  mutating func open() throws(ExerciseTrouble) { (reader, writer) = try Pipe.ends() }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func read() {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(reader, &buffer, buffer.count)
    guard count > 0 else {
      if count == 0 || errno != EINTR { isOpen = false }
      return
    }
    bytes += buffer[..<min(count, limit - bytes.count)]
  }
}

private enum Pipe {
  /// Ends above the numbers a child is given, so that none is overwritten while they are handed on.
  static func ends() throws(ExerciseTrouble) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw ExerciseTrouble("no pipe: \(String(cString: strerror(errno)))")
    }
    let high = ends.map { end in
      let copy = fcntl(end, F_DUPFD_CLOEXEC, 10)
      close(end)
      return copy
    }
    return (high[0], high[1])
  }
}

/// The pipe a child reads from.
private struct WritingPipe {
  let reader: Int32
  let writer: Int32
  var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) throws(ExerciseTrouble) {
    (reader, writer) = try Pipe.ends()
    _ = fcntl(writer, F_SETFL, fcntl(writer, F_GETFL) | O_NONBLOCK)
    rest = bytes[...]
  }
}

/// A child while it runs.
private final class RunningChild {
  let process: pid_t
  var pipes: [ReadingPipe]
  var feed: WritingPipe
  private var isFeeding = true
  private var hasEnded = false
  private var status: Int32 = 0

  init(process: pid_t, pipes: [ReadingPipe], feed: WritingPipe) {
    self.process = process
    self.pipes = pipes
    self.feed = feed
  }

  /// Feeds and reads until the child has ended or its time is over.
  func wait(seconds: Double) -> ChildProcess.End {
    // A child that goes away must not take this process along.
    signal(SIGPIPE, SIG_IGN)
    var deadline = ContinuousClock.now + .seconds(seconds)
    var isLate = false
    while !hasEnded, !Interruption.isRequested {
      if ContinuousClock.now >= deadline {
        if isLate { break }
        isLate = true
        kill(process, SIGXCPU)
        deadline = ContinuousClock.now + .seconds(1)
      }
      step()
    }
    kill(-process, SIGKILL)
    if !hasEnded { waitpid(process, &status, 0) }
    drain()
    stopFeeding()
    for pipe in pipes { close(pipe.reader) }
    if isLate { return .timeIsOver }
    return status & 0x7f == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: status & 0x7f)
  }

  private func step() {
    var files = pipes.map {
      pollfd(fd: $0.isOpen ? $0.reader : -1, events: Int16(POLLIN), revents: 0)
    }
    files.append(pollfd(fd: isFeeding ? feed.writer : -1, events: Int16(POLLOUT), revents: 0))
    if poll(&files, nfds_t(files.count), 20) > 0 {
      for index in pipes.indices where files[index].revents != 0 { pipes[index].read() }
      if files[3].revents != 0 { write() }
    }
    if waitpid(process, &status, WNOHANG) == process { hasEnded = true }
  }

  private func write() {
    let count = feed.rest.withUnsafeBytes { Glibc.write(feed.writer, $0.baseAddress, $0.count) }
    if count > 0 { feed.rest = feed.rest.dropFirst(count) }
    if feed.rest.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) { stopFeeding() }
  }

  private func stopFeeding() {
    if isFeeding { close(feed.writer) }
    isFeeding = false
  }

  /// Reads what is left in the pipes.
  private func drain() {
    for index in pipes.indices {
      _ = fcntl(pipes[index].reader, F_SETFL, O_NONBLOCK)
      while pipes[index].isOpen { pipes[index].read() }
    }
  }
}

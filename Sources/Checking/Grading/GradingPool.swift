// SPDX-License-Identifier: MIT

import Glibc

/// Grades many files in several processes, each under a time limit.
///
/// The results come in the order they are ready; whoever collects them has their place. A process
/// that takes too long is ended and replaced; one that crashes is replaced; the others go on.
public struct GradingPool {
  /// The program and its arguments, which serves with `GradingWorker`.
  let command: [String]
  let workerCount: Int
  /// Seconds for one file.
  let timeLimit: Double

  /// - Parameters:
  ///   - command: The program that serves with `GradingWorker`, and its arguments.
  ///   - workerCount: How many processes at most.
  ///   - timeLimit: Seconds for one file.
  public init(command: [String], workerCount: Int, timeLimit: Double) {
    self.command = command
    self.workerCount = max(1, workerCount)
    self.timeLimit = timeLimit
  }

  /// How many cores this process may use.
  public static var coreCount: Int { max(1, min(64, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Grades files.
  ///
  /// - Parameters:
  ///   - files: Their paths.
  ///   - isReady: Called with each result and the place of its file.
  /// - Throws: `GradingPoolError` when no process can be started.
  public func grade(
    _ files: [String], isReady: (_ place: Int, _ result: GradedFile) -> Void
  ) throws(GradingPoolError) {
    var workers: [WorkerProcess] = []
    defer { for worker in workers { worker.end() } }
    var next = 0
    while next < files.count || workers.contains(where: { $0.task != nil }) {
      while next < files.count, let worker = try idleWorker(&workers) {
        if !worker.begin(next, files[next]) {
          // It was gone before it had anything to do; trying again might never end.
          isReady(next, failed(files[next], 0, .crashed, Self.crashed))
          worker.end()
          workers.removeAll { $0 === worker }
        }
        next += 1
      }
      wait(workers)
      for worker in workers {
        guard let task = worker.task, let reply = worker.reply(timeLimit: timeLimit) else {
          continue
        }
        isReady(task.place, result(reply, files[task.place], task))
        if worker.hasEnded { workers.removeAll { $0 === worker } }
      }
    }
  }

  private func idleWorker(
    _ workers: inout [WorkerProcess]
  ) throws(GradingPoolError) -> WorkerProcess? {
    if let idle = workers.first(where: { $0.task == nil }) { return idle }
    guard workers.count < workerCount else { return nil }
    let worker = try WorkerProcess(command)
    workers.append(worker)
    return worker
  }

  /// Waits until an answer has come or a time limit is over.
  private func wait(_ workers: [WorkerProcess]) {
    let busy = workers.filter { $0.task != nil }
    guard !busy.isEmpty else { return }
    var polls = busy.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    let left = busy.compactMap { $0.task.map { timeLimit - $0.elapsed } }.min() ?? 0
    _ = poll(&polls, nfds_t(polls.count), Int32(min(60_000, max(0, left * 1000) + 1)))
  }

  private func result(
    _ reply: WorkerProcess.Reply, _ file: String, _ task: WorkerProcess.Task
  ) -> GradedFile {
    switch reply {
    case .result(let bytes):
      if let result = GradingWorker.decoded(bytes) { return result }
      return failed(
        file, task.elapsed, .crashed, "its result could not be read; please report this")
    case .overTime:
      return failed(
        file, task.elapsed, .overTimeLimit,
        "took longer than the limit of \(timeLimit.inPoints) seconds and was stopped")
    case .crashed:
      return failed(file, task.elapsed, .crashed, Self.crashed)
    }
  }

  private static let crashed =
    "judging it crashed or took too much memory; it earns nothing until this is looked into"

  private func failed(
    _ file: String, _ elapsed: Double, _ kind: GradedFile.Failure.Kind, _ message: String
  ) -> GradedFile {
    GradedFile(file: file, duration: elapsed, outcome: .failed(.init(kind, message)))
  }
}

/// Why nothing can be graded.
public struct GradingPoolError: Error, Sendable, CustomStringConvertible {
  public let description: String
}

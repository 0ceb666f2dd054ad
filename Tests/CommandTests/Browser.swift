// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

/// A browser without a window that opens pages and says what their checks found.
///
/// One serves all tests. It is told what to do through a pair of pipes, in the words of the Chrome
/// DevTools Protocol; every step waits for an answer, none for a time. It ends with this process.
final class Browser {
  /// Chromium or Chrome, if this machine has one.
  static let path = [
    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
  ].first(where: FileManager.default.isExecutableFile)

  static let missing: Comment = "there is no Chromium here to open pages with"

  /// What a page's checks found.
  struct Report: Decodable {
    /// What went wrong, each a sentence; empty when all is well.
    var failures: [String]
    /// The cells that the arrow keys reached.
    let cells: Int
    /// The cells whose focus showed their arithmetic.
    let notes: Int
    /// The pieces of text whose contrast was measured.
    let texts: Int
    /// Whether the page believed the reader to prefer dark.
    let isDark: Bool
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private typealias Message = [String: Any]

  private let folder: ScratchFolder
  private let writing: Int32
  private let reading: Int32
  private let process: pid_t
  private var unread: [UInt8] = []
  private var count = 0
  /// What the browser has told without being asked.
  private var events: [Message] = []

  /// Starts the browser.
  ///
  /// - Throws: When there is none, or it does not start.
  init() throws {
    folder = try ScratchFolder()
    let path = try #require(Self.path)
    let (commands, answers) = (try Self.pipe(), try Self.pipe())
    (writing, reading) = (commands.write, answers.read)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, folder.path + "/err", O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, commands.read, 3)
    posix_spawn_file_actions_adddup2(&actions, answers.write, 4)
    let environment: [String] = [
      "PATH=/usr/bin:/bin", "HOME=\(folder.path)", "LC_ALL=C.UTF-8",
    ]
    let words: [String] = [
      path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--no-first-run", "--disable-background-networking", "--disable-extensions",
      "--remote-debugging-pipe", "--user-data-dir=\(folder.path)/profile",
    ]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    // What a test runner ignores or blocks must not be inherited.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var child: pid_t = 0
    let status = posix_spawn(&child, path, &actions, &attributes, &arguments, &variables)
    process = child
    close(commands.read)
    close(answers.write)
    guard status == 0 else { throw Failure(description: "\(path) does not start") }
  }

  /// The browser of all tests; its start takes longer than they do.
  nonisolated(unsafe) static let shared: Result<Browser, any Error> = {
    atexit { (try? Browser.shared.get())?.leave() }
    return Result { try Browser() }
  }()

  /// Nothing is left of a browser once the tests are over.
  private func leave() {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    try? FileManager.default.removeItem(atPath: folder.path)
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw Failure(description: "there is no pipe left") }
    // Above the numbers that the browser expects, and for this process only.
    let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 10) }
    ends.forEach { _ = close($0) }
    return (high[0], high[1])
  }

  /// Opens a page and checks it.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - isDark: Whether the reader prefers dark.
  ///   - width: The width of the window.
  /// - Returns: What the checks found; what the browser wrote to its console, and what it asked a
  ///   network for, counts as a failure.
  /// - Throws: When the browser says nothing.
  func check(_ page: String, isDark: Bool = false, width: Int = 1280) throws -> Report {
    let address = "file://" + (try folder.file("page-\(count).html", page))
    events = []
    let target = try string(call("Target.createTarget", ["url": "about:blank"]), "targetId")
    defer { _ = try? call("Target.closeTarget", ["targetId": target]) }
    let attached = try call("Target.attachToTarget", ["targetId": target, "flatten": true])
    let session = try string(attached, "sessionId")
    for part in ["Page", "Runtime", "Network", "Log"] {
      _ = try call("\(part).enable", in: session)
    }
    let scheme = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
    for (method, parameters) in [
      (
        "Emulation.setDeviceMetricsOverride",
        ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false]
      ),
      ("Emulation.setEmulatedMedia", ["features": [scheme]]),
      ("Emulation.setFocusEmulationEnabled", ["enabled": true]),
      ("Page.addScriptToEvaluateOnNewDocument", ["source": pageWatch]),
      ("Page.setLifecycleEventsEnabled", ["enabled": true]),
    ] as [(String, Message)] {
      _ = try call(method, parameters, in: session)
    }
    let load = try string(call("Page.navigate", ["url": address], in: session), "loaderId")
    while !events.contains(where: { isEnd(of: load, $0) }) { events.append(try message()) }
    let checked = try call(
      "Runtime.evaluate",
      ["expression": pageChecks, "awaitPromise": true, "returnByValue": true], in: session)
    guard let json = (checked["result"] as? Message)?["value"] as? String else {
      throw Failure(description: "the checks fail: \(checked)")
    }
    var report = try JSONDecoder().decode(Report.self, from: Data(json.utf8))
    report.failures += events.compactMap { complaint($0, about: address) }
    return report
  }

  /// Whether the browser has told that a page is loaded.
  private func isEnd(of load: String, _ event: Message) -> Bool {
    let parameters = event["params"] as? Message ?? [:]
    return event["method"] as? String == "Page.lifecycleEvent"
      && parameters["loaderId"] as? String == load && parameters["name"] as? String == "load"
  }

  /// What is wrong with something the browser has told.
  private func complaint(_ event: Message, about address: String) -> String? {
    let parameters = event["params"] as? Message ?? [:]
    switch event["method"] as? String {
    case "Runtime.consoleAPICalled", "Runtime.exceptionThrown":
      return "the console says \(parameters)"
    case "Log.entryAdded":
      return "the browser says \((parameters["entry"] as? Message)?["text"] ?? "")"
    case "Network.requestWillBeSent":
      let asked = (parameters["request"] as? Message)?["url"] as? String ?? ""
      let isOwn = asked == address || asked.hasPrefix(address + "#") || asked.hasPrefix("data:")
      return isOwn ? nil : "the page fetches \(asked)"
    default: return nil
    }
  }

  // MARK: - The protocol

  /// Asks for something and waits for the answer; what is told in between is kept.
  private func call(
    _ method: String, _ parameters: Message = [:], in session: String? = nil
  ) throws -> Message {
    count += 1
    var words: Message = ["id": count, "method": method, "params": parameters]
    if let session { words["sessionId"] = session }
    let bytes = [UInt8](try JSONSerialization.data(withJSONObject: words)) + [0]
    var written = 0
    while written < bytes.count {
      let step = bytes[written...].withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
      guard step > 0 else { throw Failure(description: "the browser listens no longer: \(log)") }
      written += step
    }
    while true {
      let answer = try message()
      guard answer["id"] as? Int == count else {
        events.append(answer)
        continue
      }
      if let error = answer["error"] { throw Failure(description: "\(method): \(error)") }
      return answer["result"] as? Message ?? [:]
    }
  }

  private func string(_ answer: Message, _ key: String) throws -> String {
    try #require(answer[key] as? String)
  }

  /// The next thing the browser says; messages end with a zero.
  private func message() throws -> Message {
    while true {
      if let end = unread.firstIndex(of: 0) {
        let data = Data(unread[..<end])
        unread.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: data) as? Message ?? [:]
      }
      var file = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let isReady = poll(&file, 1, 60_000) > 0
      let count = isReady ? read(reading, &buffer, buffer.count) : 0
      guard count > 0 else { throw Failure(description: "the browser says nothing: \(log)") }
      unread += buffer[..<count]
    }
  }

  /// What the browser has complained about.
  private var log: Substring {
    ((try? String(contentsOfFile: folder.path + "/err", encoding: .utf8)) ?? "").suffix(500)
  }
}

// SPDX-License-Identifier: MIT

import CLinux
import Glibc

/// What a learner's program may do.
///
/// Limits (setrlimit) on memory, the size of files and processor time; Landlock rules, so that nothing
/// is written outside a scratch folder and only system libraries can be read; no network where the
/// system allows leaving it. `README.md` says what this is and is not.
public struct Confinement: Sendable {
  /// Files and folders that may be read and run.
  public var readable: [String]
  /// Folders that may be written to.
  public var writable: [String]
  public var memoryBytes: UInt64
  public var fileBytes: UInt64
  public var processorSeconds: UInt64
  /// Whether TCP is left alone; only for the compiler, whose own parts may talk to each other.
  public var keepsNetwork = false

  public static let programMemory: UInt64 = 2 << 30

  /// Whether this system can keep a program from writing outside its scratch folder.
  public static var isPossible: Bool { linux_landlock_version() >= 1 }

  /// What every program needs to start.
  static let systemFolders = [
    "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives", "/dev/null",
    "/dev/zero", "/dev/urandom", "/proc/self", "/proc/cpuinfo", "/proc/meminfo",
    "/sys/devices/system/cpu",
  ]

  /// The arguments with which `attn` runs a command confined.
  func arguments(running command: [String]) -> [String] {
    [
      Self.verb, "\(memoryBytes)", "\(fileBytes)", "\(processorSeconds)",
      keepsNetwork ? "network" : "alone",
    ] + readable.map { "r" + $0 } + writable.map { "w" + $0 } + ["--"] + command
  }

  /// The first argument by which `attn` knows that it is to confine itself and become a program.
  public static let verb = "confined-exercise"

  /// Confines this process and becomes the program; comes back only when that fails.
  ///
  /// - Parameter arguments: What `arguments(running:)` gave, without the verb.
  /// - Returns: Why it failed.
  public static func become(_ arguments: [String]) -> String {
    guard arguments.count > 5, let end = arguments.firstIndex(of: "--"), end >= 4,
      let memory = UInt64(arguments[0]), let file = UInt64(arguments[1]),
      let seconds = UInt64(arguments[2])
    else { return "\(verb) is for attn's own use" }
    let paths = arguments[4..<end]
    let confinement = Confinement(
      readable: paths.filter { $0.first == "r" }.map { String($0.dropFirst()) },
      writable: paths.filter { $0.first == "w" }.map { String($0.dropFirst()) },
      memoryBytes: memory, fileBytes: file, processorSeconds: seconds,
      keepsNetwork: arguments[3] == "network")
    if let folder = confinement.writable.first { chdir(folder) }
    if let problem = confinement.enter() { return problem }
    let command = Array(arguments[(end + 1)...])
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    execv(command[0], &words)
    return "\(command[0]) does not start: \(String(cString: strerror(errno)))"
  }

  private func enter() -> String? {
    linux_die_with_parent()
    if !keepsNetwork { _ = linux_leave_network() }
    guard linux_no_new_privileges() == 0 else { return "cannot give up privileges" }
    let limits: [(Int32, UInt64)] = [
      (Int32(RLIMIT_AS.rawValue), memoryBytes), (Int32(RLIMIT_FSIZE.rawValue), fileBytes),
      (Int32(RLIMIT_CPU.rawValue), processorSeconds), (Int32(RLIMIT_CORE.rawValue), 0),
      (Int32(RLIMIT_NOFILE.rawValue), 256),
    ]
    for (limit, amount) in limits where linux_limit(limit, amount) != 0 {
      return "cannot set a limit: \(String(cString: strerror(errno)))"
    }
    return Landlock.version >= 1 ? Landlock.enter(self) : nil
  }
}

/// Landlock's rules, as linux/landlock.h numbers them.
private enum Landlock {
  static let version = linux_landlock_version()

  private static let execute: UInt64 = 1 << 0
  private static let writeFile: UInt64 = 1 << 1
  private static let readFile: UInt64 = 1 << 2
  private static let readFolder: UInt64 = 1 << 3
  private static let truncate: UInt64 = 1 << 14
  private static let controlDevice: UInt64 = 1 << 15

  /// All rights that this version knows.
  private static var all: UInt64 {
    switch version {
    case ...1: (1 << 13) - 1
    case 2: (1 << 14) - 1
    case 3, 4: (1 << 15) - 1
    default: (1 << 16) - 1
    }
  }

  static func enter(_ confinement: Confinement) -> String? {
    var rules = linux_landlock_rules()
    rules.files = all
    var size = 8
    if version >= 4 {
      size = 16
      rules.network = confinement.keepsNetwork ? 0 : 3
    }
    if version >= 6 {
      size = 24
      rules.scoped = confinement.keepsNetwork ? 0 : 3
    }
    let descriptor = linux_landlock_create(&rules, UInt(size))
    guard descriptor >= 0 else { return "Landlock: \(String(cString: strerror(errno)))" }
    let reading = execute | readFile | readFolder
    for path in confinement.readable { allow(path, reading, descriptor) }
    allow("/dev/null", readFile | writeFile | truncate, descriptor)
    for path in confinement.writable { allow(path, all & ~controlDevice, descriptor) }
    guard linux_landlock_enter(descriptor) == 0 else {
      return "Landlock: \(String(cString: strerror(errno)))"
    }
    close(descriptor)
    return nil
  }

  /// Allows rights under a path; a path that is not there needs none.
  private static func allow(_ path: String, _ rights: UInt64, _ rules: Int32) {
    let place = linux_open_path(path)
    guard place >= 0 else { return }
    defer { close(place) }
    var status = stat()
    let isFolder = fstat(place, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    let ofFiles = execute | writeFile | readFile | (version >= 3 ? truncate : 0)
    _ = linux_landlock_allow(rules, place, (isFolder ? rights : rights & ofFiles) & all)
  }
}

// SPDX-License-Identifier: MIT

/// Turns the addresses of a crash into a line of the learner's file.
struct SourceLines {
  let program: ExerciseProgram
  let file: String
  let confiner: String

  /// The line of the innermost caller that stands in the learner's file.
  ///
  /// - Parameter frames: Addresses within the program, or names of functions elsewhere; innermost first.
  /// - Returns: The line; `nil` when no caller stands there.
  func first(of frames: [String]) -> Int? {
    // Above the frame a signal interrupted stand the handler's own two; all others are return addresses,
    // which may belong to the next line already.
    let addresses = frames.enumerated().compactMap { index, frame -> String? in
      guard frame.hasPrefix("0x"), let address = UInt64(frame.dropFirst(2), radix: 16) else {
        return nil
      }
      return "0x" + String(index > 2 && address > 0 ? address - 1 : address, radix: 16)
    }
    guard !addresses.isEmpty else { return nil }
    let toolchain = program.kit.toolchain
    let command = [
      toolchain.symbolizer, "--obj=" + program.path, "--functions=none", "--output-style=GNU",
    ]
    let confinement = Confinement(
      readable: Confinement.systemFolders + [toolchain.folder, program.path, "/proc"],
      writable: [], memoryBytes: 4 << 30, fileBytes: 0, processorSeconds: 10)
    let answer = try? ChildProcess.run(
      [confiner] + confinement.arguments(running: command + addresses.prefix(40)),
      environment: ["LC_ALL=C.UTF-8"], seconds: 10)
    guard let answer else { return nil }
    for line in answer.output.split(separator: "\n") {
      let parts = line.split(separator: ":")
      guard parts.count >= 2, parts[0] == file || parts[0].hasSuffix("/" + file),
        let number = Int(parts[1].prefix { $0.isNumber }), number > 0
      else { continue }
      return number
    }
    return nil
  }
}

// SPDX-License-Identifier: MIT

import FuzzTargets
import Glibc

/// The program of libFuzzer; `ATTN_FUZZ_TARGET` names the target.
@main
struct Fuzzer {
  static func main() {
    let name = getenv("ATTN_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard FuzzTarget(rawValue: name) != nil else {
      fatalError("ATTN_FUZZ_TARGET is '\(name)'; expected one of \(FuzzTarget.allCases)")
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(
      runDriver(&count, &arguments) { start, count in
        Fuzzer.target.read(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
      })
  }

  static let target =
    FuzzTarget(rawValue: getenv("ATTN_FUZZ_TARGET").map { String(cString: $0) } ?? "")
    ?? .tensorText
}

/// libFuzzer's own entry, for programs that bring a main.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

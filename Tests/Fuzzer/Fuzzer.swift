// SPDX-License-Identifier: MIT

import FuzzTargets
import Glibc

/// What libFuzzer calls; `ATTN_FUZZ_TARGET` names the target.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  target.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

private let target: FuzzTarget = {
  let name = getenv("ATTN_FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    fatalError("ATTN_FUZZ_TARGET is '\(name)'; expected one of \(FuzzTarget.allCases)")
  }
  return target
}()

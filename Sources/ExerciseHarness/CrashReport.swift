// SPDX-License-Identifier: MIT

import CLinux
import ExerciseKit

/// Says where a learner's program was when it crashed, or when its time was over.
///
/// The report is one line for each caller: `frame` and an address within the program, or the name of a
/// function of a library. `attn` turns addresses into lines.
enum CrashReport {
  /// The signals of a crash, and the one `attn` sends when the time is over.
  private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGXCPU]
  nonisolated(unsafe) private static var program: UnsafeRawPointer?
  nonisolated(unsafe) private static var addresses = UnsafeMutablePointer<
    UnsafeMutableRawPointer?
  >.allocate(capacity: capacity)
  private static let capacity = 64
  /// An address near the beginning of the stack, which grows downwards from here.
  nonisolated(unsafe) private static var stackStart: UInt = 0

  static func install() {
    // The first call loads a library; a crashing program must not.
    _ = linux_backtrace(addresses, 1)
    var found = linux_symbol_info()
    if linux_dladdr(addresses[0], &found) != 0 { program = UnsafeRawPointer(found.object) }
    withUnsafePointer(to: &found) { stackStart = UInt(bitPattern: $0) }
    // Endless recursion leaves no room on the stack it has used up.
    let size = 256 * 1024
    var stack = stack_t(
      ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16), ss_flags: 0,
      ss_size: size)
    sigaltstack(&stack, nil)
    for signal in signals {
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = { CrashReport.report($0, $1, $2) }
      action.sa_flags = SA_ONSTACK | SA_SIGINFO | Int32(bitPattern: 0x8000_0000)  // SA_RESETHAND
      sigaction(signal, &action, nil)
    }
  }

  private static func report(
    _ signal: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?
  ) {
    write("crash ")
    write(number: UInt(signal), radix: 10)
    write("\n")
    if signal == SIGSEGV, let address = info?.pointee._sifields._sigfault.si_addr,
      isEndOfStack(UInt(bitPattern: address))
    {
      write("stack-overflow\n")
      scanStack(context)
    }
    let count = linux_backtrace(addresses, Int32(capacity))
    for index in 0..<Int(count) { writeFrame(addresses[index]) }
    write("crashed\n")
    raise(signal)
  }

  /// Whether an address lies where the stack may grow no further.
  private static func isEndOfStack(_ address: UInt) -> Bool {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0 else { return false }
    let size = limit.rlim_cur > 1 << 30 ? 8 << 20 : UInt(limit.rlim_cur)
    return address < stackStart && stackStart - address > size / 8 * 7
      && stackStart - address < size + (1 << 20)
  }

  /// Writes what looks like return addresses on a stack that is used up; unwinding may fail there.
  private static func scanStack(_ context: UnsafeMutableRawPointer?) {
    #if arch(x86_64)
    guard let context = context?.assumingMemoryBound(to: ucontext_t.self) else { return }
    let top = UInt(bitPattern: Int(context.pointee.uc_mcontext.gregs.15))  // REG_RSP
    guard top < stackStart, let words = UnsafePointer<UInt>(bitPattern: (top + 4096) & ~7) else {
      return
    }
    var found = 0
    for index in 0..<4096 where found < 16 {
      let address = UnsafeMutableRawPointer(bitPattern: words[index])
      var symbol = linux_symbol_info()
      guard let address, linux_dladdr(address, &symbol) != 0,
        UnsafeRawPointer(symbol.object) == program
      else { continue }
      writeFrame(address)
      found += 1
    }
    #endif
  }

  private static func writeFrame(_ address: UnsafeMutableRawPointer?) {
    var found = linux_symbol_info()
    guard let address, linux_dladdr(address, &found) != 0,
      let object = UnsafeRawPointer(found.object)
    else { return }
    write("frame ")
    if object == program {
      write("0x")
      write(number: UInt(UnsafeRawPointer(address) - object), radix: 16)
    } else if let name = found.name {
      _ = Glibc.write(Harness.answers, name, strlen(name))
    } else {
      write("?")
    }
    write("\n")
  }

  private static func write(_ text: StaticString) {
    _ = Glibc.write(Harness.answers, text.utf8Start, text.utf8CodeUnitCount)
  }

  /// Digits without memory from the heap.
  private static func write(number: UInt, radix: UInt) {
    var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
    withUnsafeMutableBytes(of: &digits) { buffer in
      var rest = number
      var next = buffer.count
      repeat {
        next -= 1
        let digit = UInt8(rest % radix)
        buffer[next] = digit < 10 ? 48 + digit : 87 + digit
        rest /= radix
      } while rest > 0
      let text = UnsafeRawBufferPointer(rebasing: buffer[next...])
      _ = Glibc.write(Harness.answers, text.baseAddress, text.count)
    }
  }
}

// SPDX-License-Identifier: MIT

import Glibc

/// A moment, in whole seconds since 1970, written in UTC.
public struct TimeStamp: Sendable, Equatable, Codable {
  public var seconds: Int

  public init(seconds: Int) { self.seconds = seconds }

  /// When a file was last changed; `nil` when there is none.
  init?(ofFile path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(seconds: status.st_mtim.tv_sec)
  }

  /// Now.
  public static var now: TimeStamp { TimeStamp(seconds: time(nil)) }

  /// Reads `YYYY-MM-DD hh:mm:ss`, with a blank or a `T` between; the time may be left out.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 || bytes.count == 19 else { return nil }
    func number(_ start: Int, _ count: Int) -> Int? {
      let digits = bytes[start..<(start + count)]
      guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        return nil
      }
      return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
    var parts = tm()
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = number(0, 4),
      let month = number(5, 2), let day = number(8, 2)
    else { return nil }
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (
      Int32(year - 1900), Int32(month - 1), Int32(day)
    )
    if bytes.count == 19 {
      guard let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
        hour < 24, minute < 60, second < 60
      else { return nil }
      (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
    }
    seconds = timegm(&parts)
    // A day that does not exist would become another one.
    guard gradebook.hasPrefix(text.prefix(10)) else { return nil }
  }

  /// `YYYY-MM-DD hh:mm:ss`, as gradebooks have it.
  public var gradebook: String { "\(date) \(clock)" }

  /// `YYYY-MM-DDThh:mm:ss`, without zone and fraction.
  public var iso: String { "\(date)T\(clock)" }

  private var parts: tm {
    var moment = time_t(seconds)
    var parts = tm()
    gmtime_r(&moment, &parts)
    return parts
  }

  private var date: String {
    let parts = parts
    return "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
  }

  private var clock: String {
    let parts = parts
    return "\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))"
  }

  private func padded(_ number: Int32, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

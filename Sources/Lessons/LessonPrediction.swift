// SPDX-License-Identifier: MIT

import Checking
import Tensors

/// The number a question asks for, and what is said of the one that a reader types.
public struct LessonPrediction: Equatable, Sendable {
  /// The number that was computed.
  public let value: Double
  /// The places that the lesson shows.
  public let decimals: Int

  /// Creates a prediction from the computed number and the places shown.
  public init(value: Double, decimals: Int) {
    self.value = value
    self.decimals = decimals
  }

  /// What is said of a number somebody typed; `nil` when the text is no number.
  ///
  /// It is judged as a number on a worksheet is: rounded or cut off at the places typed.
  public func verdict(on text: String) -> (isRight: Bool, sentence: String)? {
    guard let number = NumberText(text.replacing("−", with: "-")) else { return nil }
    let typed = TypedNumber(value: number.value, decimals: number.decimals)
    switch typed.fit(value) {
    case .none: return (false, "\(text) is not it.")
    case .truncated where isShort(number): return (false, "\(text) is not it.")
    case .rounded where isShort(number):
      return (false, "\(text) is right so far; give \(counted(decimals, "decimal")).")
    case .rounded: return (true, "\(text) is right.")
    case .truncated: return (true, "\(text) is right, with its digits cut off, not rounded.")
    }
  }

  /// Whether more places were wanted, and would have said more.
  private func isShort(_ number: NumberText) -> Bool {
    guard let typed = number.decimals, typed < decimals else { return false }
    return abs(number.value - value) > 1e-9
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}

// SPDX-License-Identifier: MIT

import AttentionEngine
import Display

/// A measurement that no single trace shows, made while a lesson is read.
///
/// The same settings give the same numbers on every machine. A new one is one file in this folder,
/// and its name in `Experiments.all`.
protocol Experiment: Sendable {
  /// Its name in a lesson, kebab-case.
  var name: String { get }
  /// What it measures, in one sentence.
  var summary: String { get }
  /// What an author may change.
  var settings: [ExperimentSetting] { get }

  /// Makes the measurement.
  ///
  /// - Parameters:
  ///   - settings: What was asked for, within its limits.
  ///   - problem: Reads the lesson's problem, for experiments that begin with one.
  /// - Returns: Tables, plots and sentences.
  /// - Throws: `ExperimentError`, or what reading the problem throws.
  func blocks(_ settings: ExperimentSettings, problem: () throws -> Problem) throws -> [Block]
}

/// The experiments there are.
enum Experiments {
  static let all: [any Experiment] = [
    ScoreSpread(), SoftmaxTemperature(), Overflow(), OrderBlindness(),
  ]
}

/// Numbers an author may change: one, or a list.
struct ExperimentSetting: Sendable {
  /// Its name without the two hyphens.
  let name: String
  /// What is used when nothing is said.
  let usual: [Double]
  let range: ClosedRange<Double>
  /// How many numbers it takes.
  let counts: ClosedRange<Int>
  let isWhole: Bool
  /// What it is, for a manual.
  let meaning: String

  /// One whole number.
  static func whole(
    _ name: String, _ usual: Int, _ range: ClosedRange<Int>, _ meaning: String
  ) -> ExperimentSetting {
    ExperimentSetting(
      name: name, usual: [Double(usual)],
      range: Double(range.lowerBound)...Double(range.upperBound), counts: 1...1, isWhole: true,
      meaning: meaning)
  }

  /// A list of numbers.
  static func list(
    _ name: String, _ usual: [Double], _ range: ClosedRange<Double>, counts: ClosedRange<Int>,
    isWhole: Bool = false, _ meaning: String
  ) -> ExperimentSetting {
    ExperimentSetting(
      name: name, usual: usual, range: range, counts: counts, isWhole: isWhole, meaning: meaning)
  }
}

/// What is wrong with an experiment's settings or its problem.
struct ExperimentError: Error, CustomStringConvertible {
  let description: String
}

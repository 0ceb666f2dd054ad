// SPDX-License-Identifier: MIT

import Display

/// The settings of one run, each read and found to be within its limits.
struct ExperimentSettings {
  private var values: [String: [Double]] = [:]

  /// Reads the options of a live block; what is not said is as usual.
  ///
  /// - Throws: `ExperimentError` that says what the setting takes.
  init(_ options: [String: String], of experiment: any Experiment) throws(ExperimentError) {
    let known = Set(experiment.settings.map { "--" + $0.name }).union(["--problem"])
    if let other = options.keys.sorted().first(where: { !known.contains($0) }) {
      let names = known.sorted().joined(separator: ", ")
      throw ExperimentError(
        description: "\(experiment.name) has no setting '\(other)'; it has \(names)")
    }
    for setting in experiment.settings {
      guard let text = options["--" + setting.name] else {
        values[setting.name] = setting.usual
        continue
      }
      values[setting.name] = try Self.numbers(text, setting)
    }
  }

  private static func numbers(
    _ text: String, _ setting: ExperimentSetting
  ) throws(ExperimentError) -> [Double] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.filter { $0 != " " }) }
    guard numbers.count == parts.count, setting.counts.contains(numbers.count),
      numbers.allSatisfy({ setting.range.contains($0) }),
      !setting.isWhole || numbers.allSatisfy({ $0 == $0.rounded() })
    else {
      let kind = setting.isWhole ? "whole number" : "number"
      let count =
        setting.counts == 1...1
        ? "a \(kind)"
        : "\(setting.counts.lowerBound) to \(setting.counts.upperBound) \(kind)s with commas"
      let (low, high) = (setting.range.lowerBound, setting.range.upperBound)
      throw ExperimentError(
        description: "--\(setting.name) wants \(count) from \(NumberFormat.shortest(low)) to "
          + "\(NumberFormat.shortest(high)); found '\(text.prefix(60))'")
    }
    return numbers
  }

  /// The numbers of a setting.
  func list(_ name: String) -> [Double] { values[name] ?? [] }

  /// The whole number of a setting.
  func whole(_ name: String) -> Int { Int(values[name]?.first ?? 0) }
}

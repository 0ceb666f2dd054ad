// SPDX-License-Identifier: MIT

/// What is needed to build and run exercises on this computer.
public struct ExerciseMachine: Sendable {
  /// The repository.
  let home: String
  /// The program that confines itself and becomes another: `attn`.
  let confiner: String
  let kit: Kit

  /// Makes ready; the first time, and after a change of compiler, this takes a few seconds.
  ///
  /// - Parameters:
  ///   - home: The repository.
  ///   - confiner: The path of `attn`.
  ///   - onPreparing: Called before something is compiled that is kept for later.
  /// - Throws: `ExerciseTrouble` when there is no compiler or the cache cannot be written.
  public init(
    home: String, confiner: String, onPreparing: () -> Void = {}
  ) throws(ExerciseTrouble) {
    self.home = home
    self.confiner = confiner
    kit = try Kit.ready(home: home, onPreparing: onPreparing)
  }
}

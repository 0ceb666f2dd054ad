// SPDX-License-Identifier: MIT

import Foundation

@testable import ExerciseChecks

/// What the tests build and run exercises with: the same as `attn exercise run`.
enum Machine {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()
  static let home = root.hasSuffix("/") ? String(root.dropLast()) : root
  static let files = ExerciseFiles(home: home)

  /// The binary that confines itself lies beside the test bundle.
  static let attn = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "attn").path()

  private static let ready = Result { try ExerciseMachine(home: home, confiner: attn) }

  static func runner(seed: UInt64) throws -> ExerciseRunner {
    ExerciseRunner(try ready.get(), seed: seed)
  }
}

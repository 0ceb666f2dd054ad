// SPDX-License-Identifier: MIT

import AttentionEngine
import ProblemFiles

/// A worksheet as its file has it: which problem, whose, and what was typed for each step.
public struct Worksheet: Sendable {
  /// Who filled the sheet in; text of strangers.
  public struct Student: Sendable, Equatable {
    public var id: String
    public var name: String

    public init(id: String = "", name: String = "") {
      self.id = id
      self.name = name
    }
  }

  /// The path as it was given.
  public let path: String
  public let problem: Problem
  /// What the problem is called in the sheet: a path, a lesson, or nothing where it stands inline.
  public let problemName: String?
  public let seed: UInt64?
  public let student: Student
  public let decimals: Int
  /// The computation the sheet goes through, its softmax opened if the sheet opens it.
  public let trace: Trace
  /// In the order of the computation.
  public let steps: [TypedStep]
  /// What a store of problems knows the computation by; `nil` for a problem inside the sheet.
  let computation: ProblemStore.Key?

  /// Judges the sheet.
  public func marked() -> MarkedSheet { SheetJudge.judge(steps, trace, decimals: decimals) }

  /// Judges one of many sheets; those of the same computation share its arithmetic.
  public func marked(_ store: ProblemStore) -> MarkedSheet {
    SheetJudge.judge(steps, store.trees(computation, trace), decimals: decimals)
  }

  /// The steps a sheet for this problem asks for; one that was deleted is among them.
  func plan(_ store: ProblemStore) -> [StageID] {
    store.plan(computation, trace, decimals: decimals)
  }
}

// SPDX-License-Identifier: MIT

import ArgumentParser
import AttentionEngine
import Checking
import Display
import Explanation
import ProblemFiles

extension DumpRecipe: ExpressibleByArgument {}

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Judge an implementation's dump, stage by stage.",
    discussion: """
      Every stage is computed again from the dump's own earlier arrays: the first one that does not
      follow is named, with the pattern of the difference and the mistake that explains it. The
      tolerance comes from the type of number and the length of the sums.

        attn compare PROBLEM dump.npz
        attn compare mine.npz theirs.npz        # two dumps, no problem
        attn compare --recipe pytorch           # a few lines that write a dump

      A DUMP is a file (.npz, .safetensors, .json, one .npy called like its stage) or a folder of .npy
      files; any subset of the stages, under their ids or names such as q, pattern, hook_z.

      Exit status: 0 nothing diverges, 1 a stage does, 2 unusable input.
      """)

  @Argument(help: "A problem file (YAML), lesson:NN-slug, or a first dump.")
  var problem: String?

  @Argument(help: "The dump to judge; with two dumps, what the first one should be.")
  var dump: String?

  @Option(
    help: "Print a program that dumps intermediates: pytorch, jax, numpy or swift.")
  var recipe: DumpRecipe?

  @Option(help: "Which layer to take, where names are such as blocks.3.attn.hook_q.")
  var layer: Int?

  @Flag(help: "Print the result as JSON.")
  var json = false

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if recipe != nil {
      guard problem == nil else { throw ValidationError("--recipe takes no PROBLEM and no DUMP") }
      return
    }
    guard problem != nil, dump != nil else {
      throw ValidationError(
        "expected a PROBLEM and a DUMP, or two dumps; --recipe numpy shows how to write one")
    }
    if let layer, layer < 0 { throw ValidationError("--layer is \(layer); expected 0 or more") }
  }

  func run() throws {
    if let recipe { return Console.write(recipe.text) }
    guard let problem, let dump else { return }
    let comparison =
      Self.isDump(problem) ? try pair(problem, dump) : try judged(problem, dump)
    if json {
      Console.write(comparison.json.text + "\n")
    } else {
      output.show(document(comparison).document)
    }
    if comparison.firstWrong != nil { throw SomethingWrong() }
  }

  private func document(_ comparison: Comparison) -> ComparisonDocument {
    ComparisonDocument(comparison, title: dump) { MistakeCatalogue.entry($0)?.seenIn ?? [] }
  }

  private static func isDump(_ path: String) -> Bool {
    guard !path.hasPrefix("lesson:") else { return false }
    let name = path.lowercased()
    return !name.hasSuffix(".yaml") && !name.hasSuffix(".yml")
  }

  private func judged(_ problem: String, _ dump: String) throws -> Comparison {
    let problem = try ProblemArgument.file(problem, input)
    do {
      let file = try DumpFile(path: dump)
      let trace = try problem.trace(forArraysNamed: file.names)
      let arrays = try file.arrays(for: trace)
      return try Comparison(of: arrays, with: trace, layer: layer)
    } catch {
      throw UnusableInput(error)
    }
  }

  private func pair(_ left: String, _ right: String) throws -> Comparison {
    do {
      return try Comparison(
        of: try DumpFile(path: left).arrays(), with: try DumpFile(path: right).arrays())
    } catch {
      throw UnusableInput(error)
    }
  }
}

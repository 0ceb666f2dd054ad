// SPDX-License-Identifier: MIT

import ArgumentParser
import Checking
import Display
import Explanation
import ProblemFiles
import TensorFiles

struct AutograderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "autograder", abstract: "Make what a school's system needs to mark sheets.",
    discussion: """
      For Gradescope: a zip to be uploaded as it is, with setup.sh and run_autograder at its root, this
      program's sources, and the problem. A sheet must name this problem, this seed and every step.

        attn course autograder lesson:04-self-attention --seed 7 -o autograder.zip
      """)

  enum System: String, CaseIterable, ExpressibleByArgument { case gradescope }

  @Argument(help: "A problem file (YAML), or lesson:NN-slug.")
  var problem: String

  @Option(name: .customLong("for"), help: "The system: gradescope.")
  var system = System.gradescope

  @Option(
    help: "The seed of the sheets that were handed out; without it the problem's own numbers.")
  var seed: UInt64?

  @Option(help: "Points for each step (YAML), as attn grade takes it.")
  var rubric: String?

  @Option(name: .shortAndLong, help: "The zip to write.")
  var output: String

  @Flag(help: "Replace a file that is there already.")
  var force = false

  func validate() throws {
    guard output.hasSuffix(".zip") else {
      throw ValidationError("--output \(output): expected a name that ends in .zip")
    }
  }

  func run() throws {
    guard let home = Home.folder else {
      throw UnusableInput("the sources are not found; start attn with ./attn from its repository")
    }
    try ExportFormat.require(output, isFreeUnless: force)
    let isPlain = problem.split(separator: "/").last?.utf8.allSatisfy { byte in
      Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
        || ".:_-".utf8.contains(byte)
    }
    // Its name goes into a shell script and into regular expressions.
    guard isPlain == true, problem.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw UnusableInput(
        "\(problem): name the file with ASCII letters, digits and . _ - only, so that sheets can name it"
      )
    }
    let file = try ProblemArgument(problem).file
    do {
      if let rubric { _ = try Rubric(path: rubric) }
      let name =
        problem.hasPrefix("lesson:")
        ? problem : problem.split(separator: "/").last.map(String.init) ?? problem
      let sheet = try BlankSheet(file.problem, name: name, seed: seed)
      let kit = GradescopeKit(
        problemName: name, seed: seed, steps: sheet.stepNames,
        hasRubric: rubric != nil)
      var entries = kit.scripts
      entries += try GradescopeKit.files(in: home).map { path in
        ZipWriter.Entry(
          "attention-tracer/" + path, try GradescopeKit.bytes(home + "/" + path),
          isProgram: path == "attn")
      }
      if !problem.hasPrefix("lesson:") {
        for (name, path) in GradescopeKit.problemFiles(problem) {
          entries.append(ZipWriter.Entry("problems/" + name, try GradescopeKit.bytes(path)))
        }
      }
      if let rubric {
        entries.append(ZipWriter.Entry("rubric.yaml", try GradescopeKit.bytes(rubric)))
      }
      try ExportFormat.written { () throws(TensorFileError) in
        try ZipWriter.write(entries, to: output, replacing: force)
      }
      Console.report("wrote \(output): \(entries.count) files; upload it as it is")
    } catch let error as UnusableInput { throw error } catch {
      throw UnusableInput(error)
    }
  }
}

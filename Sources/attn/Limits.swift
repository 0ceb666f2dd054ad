// SPDX-License-Identifier: MIT

import Checking
import ExerciseChecks
import Explanation
import Lessons
import ProblemFiles
import TensorFiles
import Tensors

/// How large what strangers send may be, all in one place: `attn doctor --limits`.
///
/// Each room keeps its own numbers beside the code that needs them; `SECURITY.md` shows this table,
/// and tests go below, to and beyond each.
struct Limit {
  let what: String
  let most: String

  private init(_ what: String, _ most: Int, _ unit: String) {
    self.what = what
    self.most = Self.grouped(most) + (unit.isEmpty ? "" : " " + unit)
  }

  static var all: [Limit] { texts + lessons + arrays + work }

  private static var texts: [Limit] {
    [
      Limit("a problem, sheet, rubric or roster", TextFile.largestSize, "bytes"),
      Limit("lists and mappings inside each other (YAML)", SafeYAML.deepestNesting, "deep"),
      Limit("keys, list items and brackets of a YAML file", TextCensus.mostItems, ""),
      Limit("aliases and anchors of a YAML file", 0, ""),
      Limit("numbers of a text block", TensorText.mostNumbers, ""),
      Limit("one number in text", NumberText.longestNumber, "bytes"),
      Limit("a coding exercise or its hints", ExerciseText.mostBytes, "bytes"),
      Limit("one token", ProblemReader.longestToken, "bytes"),
      Limit("axes of a nested list", Entry.mostAxes, ""),
      Limit("numbers of a sheet's step", TypedStepReader.mostNumbers, ""),
    ]
  }

  private static var lessons: [Limit] {
    [
      Limit("lesson.md", LessonLimits.fileBytes, "bytes"),
      Limit("one line of it", LessonLimits.lineBytes, "bytes"),
      Limit("its blocks inside each other", LessonLimits.blockDepth, "deep"),
      Limit("its emphasis and links inside each other", LessonLimits.inlineDepth, "deep"),
      Limit("problems of a lesson", LessonFolder.mostProblems, ""),
    ]
  }

  private static var arrays: [Limit] {
    let limits = TensorFileLimits.standard
    return [
      Limit("one array in memory", limits.arrayBytes, "bytes"),
      Limit("rows of an empty array, if they were not empty", limits.emptyArrayBytes, "bytes"),
      Limit("axes of an array", limits.axes, ""),
      Limit("header of a .npy array", limits.npyHeaderBytes, "bytes"),
      Limit("header of a .safetensors file", limits.safetensorsHeaderBytes, "bytes"),
      Limit("a JSON dump", limits.jsonBytes, "bytes"),
      Limit("arrays of one file", limits.arrays, ""),
      Limit("name of an array", limits.nameBytes, "bytes"),
      Limit("list of contents of a .npz", limits.zipDirectoryBytes, "bytes"),
      Limit("unpacked array that may be packed at any ratio", limits.freelyPackedBytes, "bytes"),
      Limit("ratio of unpacked to packed beyond that", limits.packedRatio, ""),
    ]
  }

  private static var work: [Limit] {
    [
      Limit("levels of attn why (--depth)", WhyCommand.deepest, ""),
      Limit("cells explained by one attn why", WhyDocument.mostNodes, ""),
      Limit("files of one attn grade", GradingInputs.mostFiles, ""),
      Limit("folders inside each other for attn grade", GradingInputs.deepest, "deep"),
      Limit("processes of attn grade (--jobs)", GradeCommand.mostJobs, ""),
      Limit("memory of one of them", Int(GradingWorker.mostMemory), "bytes"),
      Limit("seconds for one file (--time-limit)", Int(GradeCommand.longestTime), ""),
    ]
  }

  /// The number with its digits in groups of three.
  private static func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }
}

// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import Foundation
import PackageDescription

/// What every target of ours is compiled with.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// What a lesson's folder holds beside its exercise.
let filesOfLessons: [String] = {
  let lessons = Context.packageDirectory + "/lessons"
  let files = FileManager.default.enumerator(atPath: lessons)?.compactMap { $0 as? String } ?? []
  return files.filter { ($0.contains("/") || $0 == "README.md") && !$0.hasSuffix(".swift") }
}()

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

// The rooms of the house; ARCHITECTURE.md says what lives where and who may import whom.
let rooms: [Target] = [
  .systemLibrary(
    name: "COpenBLAS", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
  .systemLibrary(name: "CZip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
  .systemLibrary(
    name: "CCMarkGFM",
    providers: [
      .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"]),
    ]),
  // Loops for several instruction sets of a processor, which Swift cannot say of a function.
  .target(name: "CKernels"),
  .target(
    name: "Tensors", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: settings,
    // Square roots of exact constants; not every C library has them in its main part.
    linkerSettings: [.linkedLibrary("m")]),
  .target(name: "TensorFiles", dependencies: ["Tensors", "CZip"], swiftSettings: settings),
  .target(
    name: "AttentionEngine", dependencies: ["Tensors"], exclude: ["Operations/README.md"],
    swiftSettings: settings),
  .target(
    name: "ProblemFiles", dependencies: ["AttentionEngine", "TensorFiles", "Yams"],
    swiftSettings: settings),
  .target(name: "Display", swiftSettings: settings),
  .target(
    name: "Explanation", dependencies: ["AttentionEngine", "Display"], swiftSettings: settings),
  .target(
    name: "Lessons", dependencies: ["CCMarkGFM", "Checking", "Explanation", "ProblemFiles"],
    swiftSettings: settings),
  .target(
    name: "Checking", dependencies: ["Explanation", "ProblemFiles", "TensorFiles", "Yams"],
    exclude: ["README.md"], swiftSettings: settings),
  // Calls of Linux that Glibc's module does not show; a header, nothing to link.
  .systemLibrary(name: "CLinux"),
  // What learners' files import; compiled again, apart, when an exercise is run.
  .target(name: "ExerciseKit", swiftSettings: settings),
  .target(name: "ExerciseTools", dependencies: ["ExerciseKit"], swiftSettings: settings),
  .target(
    name: "ExerciseHarness", dependencies: ["CLinux", "ExerciseKit"], swiftSettings: settings),
  // The learners' files, so that editors complete and `swift build` compiles them.
  .target(
    name: "Exercises", dependencies: ["ExerciseKit", "ExerciseTools"], path: "lessons",
    exclude: filesOfLessons,
    swiftSettings: [.swiftLanguageMode(.v5)]),
  .target(
    name: "ExerciseChecks",
    dependencies: ["AttentionEngine", "CLinux", "ExerciseHarness", "Explanation", "TensorFiles"],
    exclude: ["Harnesses", "README.md"], swiftSettings: settings),
  .target(name: "TerminalSession", swiftSettings: settings),
  .target(
    name: "Interactive", dependencies: ["Explanation", "Lessons", "TerminalSession"],
    swiftSettings: settings),
  .executableTarget(
    name: "attn",
    dependencies: [
      "Checking", "ExerciseChecks", "Explanation", "Interactive", "Lessons", "ProblemFiles",
      "TensorFiles",
      argumentParser,
    ],
    swiftSettings: settings),
]

let tests: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["Tensors"], path: "Tests/TestSupport",
    swiftSettings: settings),
  .testTarget(
    name: "CheckingTests", dependencies: ["Checking", "TensorFiles", "TestSupport"],
    exclude: ["Dumps"], swiftSettings: settings),
  .testTarget(
    name: "GradingTests", dependencies: ["Checking", "TestSupport"],
    resources: [.copy("Schemas")], swiftSettings: settings),
  .testTarget(
    name: "TensorsTests", dependencies: ["Tensors", "TestSupport"], swiftSettings: settings),
  .testTarget(
    name: "TensorFilesTests", dependencies: ["TensorFiles", "TestSupport"],
    resources: [.copy("Fixtures")], swiftSettings: settings),
  .testTarget(
    name: "ProblemFilesTests", dependencies: ["ProblemFiles", "TestSupport", "TensorFiles"],
    swiftSettings: settings),
  .testTarget(
    name: "ConformanceTests", dependencies: ["ProblemFiles"], resources: [.copy("Cases")],
    swiftSettings: settings),
  .testTarget(
    name: "AttentionEngineTests", dependencies: ["AttentionEngine", "TestSupport"],
    swiftSettings: settings),
  .testTarget(
    name: "DisplayTests", dependencies: ["Display", "TestSupport"], exclude: ["Golden"],
    swiftSettings: settings),
  .testTarget(
    name: "ExplanationTests", dependencies: ["Explanation", "ProblemFiles", "TestSupport"],
    exclude: ["Golden"], swiftSettings: settings),
  .testTarget(name: "LessonsTests", dependencies: ["Lessons"], swiftSettings: settings),
  .testTarget(
    name: "TerminalSessionTests", dependencies: ["TerminalSession"], swiftSettings: settings),
  .testTarget(
    name: "InteractiveTests", dependencies: ["Interactive", "ProblemFiles", "TestSupport"],
    swiftSettings: settings),
  .target(
    name: "FuzzTargets",
    dependencies: [
      "Checking", "Display", "Explanation", "Lessons", "ProblemFiles", "TensorFiles",
      "TerminalSession", "AttentionEngine", "Tensors",
    ], path: "Tests/FuzzTargets", exclude: ["README.md"], swiftSettings: settings),
  .testTarget(
    name: "SafetyTests",
    dependencies: [
      "Checking", "Display", "ExerciseChecks", "Explanation", "Lessons", "TensorFiles",
      "TestSupport",
    ],
    swiftSettings: settings),
  .testTarget(
    name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"], exclude: ["Corpora"],
    swiftSettings: settings),
  // The screens of the command, which trap when they are told to.
  .executableTarget(
    name: "attn-trap", dependencies: ["Interactive", "Lessons", "ProblemFiles", "TerminalSession"],
    path: "Tests/TrapProgram", swiftSettings: settings),
  .testTarget(
    name: "CommandTests", dependencies: ["attn", "attn-trap", "TensorFiles", "TestSupport"],
    exclude: ["Golden"],
    swiftSettings: settings),
  .testTarget(
    name: "ExercisesTests", dependencies: ["attn", "ExerciseChecks"],
    exclude: ["Solutions", "Variants"], swiftSettings: settings),
]

// libFuzzer brings a main of its own, so its program is there only for Scripts/fuzz.
let fuzzer: [Target] =
  Context.environment["ATTN_FUZZ"] == nil
  ? []
  : [
    .executableTarget(
      name: "attn-fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzzer",
      swiftSettings: settings)
  ]

let package = Package(
  name: "attention-tracer",
  products: [],
  dependencies: [
    // Commands, help and completion scripts; below the next major version.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // libyaml with line numbers for errors, and anchors on nodes, by which aliases are refused.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: rooms + tests + fuzzer
)

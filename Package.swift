// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// What every target of ours is compiled with.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "attention-tracer",
  targets: [
    .systemLibrary(
      name: "COpenBLAS",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CCMarkGFM",
      providers: [
        .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"]),
      ]),
    .target(name: "Tensors", dependencies: ["COpenBLAS"], swiftSettings: settings),
    .target(name: "Display", swiftSettings: settings),
    .target(name: "Lessons", dependencies: ["CCMarkGFM"], swiftSettings: settings),
    .testTarget(name: "LessonsTests", dependencies: ["Lessons"], swiftSettings: settings),
  ]
)

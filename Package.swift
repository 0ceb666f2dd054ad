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
      name: "CZip",
      providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .target(name: "Tensors", dependencies: ["COpenBLAS"], swiftSettings: settings),
    .target(name: "TensorFiles", dependencies: ["Tensors", "CZip"], swiftSettings: settings),
    .target(name: "Display", swiftSettings: settings),
    .target(
      name: "TestSupport", dependencies: ["Tensors"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "TensorsTests", dependencies: ["Tensors", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "TensorFilesTests", dependencies: ["TensorFiles", "Tensors", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: settings),
  ]
)

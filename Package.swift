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
    .target(name: "Display", swiftSettings: settings),
    .testTarget(name: "DisplayTests", dependencies: ["Display"], exclude: ["Golden"], swiftSettings: settings),
  ]
)

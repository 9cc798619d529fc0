// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that whoever uses the library does not pay for what only this example needs.
let package = Package(
  name: "observability",
  dependencies: [
    .package(name: "WorkerPools", path: "../.."),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
  ],
  targets: [
    .executableTarget(
      name: "observability",
      dependencies: [
        .product(name: "WorkerPools", package: "WorkerPools"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      path: ".", sources: ["main.swift"])
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "OwnWorkloads",
  dependencies: [
    .package(name: "WorkerPools", path: "../../..")
  ],
  targets: [
    .executableTarget(
      name: "OwnWorkloads",
      dependencies: [
        .product(name: "BenchKit", package: "WorkerPools")
      ])
  ]
)

// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that whoever uses the library does not pay for what it is measured with.

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)])

let workerPools = Target.Dependency.product(name: "WorkerPools", package: "WorkerPools")

let package = Package(
  name: "WorkerPoolsBenchmarks",
  products: [
    .executable(name: "optimised-stress", targets: ["OptimisedStress"]),
    .executable(name: "swift-peers", targets: ["SwiftPeers"]),
  ],
  dependencies: [
    .package(name: "WorkerPools", path: ".."),
    // Without its traits it replaces neither malloc nor the runtime's reference counting.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    // What the pools are held against.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // Microbenchmarks, run by `swift package benchmark`. The plugin takes every executable whose folder's parent is
    // called Benchmarks: this package's own folder is, and what is no benchmark is in Sources.
    .executableTarget(
      name: "PoolBenchmarks", dependencies: ["CHeap", workerPools, .product(name: "Benchmark", package: "benchmark")],
      path: "PoolBenchmarks", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),

    .target(name: "CHeap"),

    // What only optimised code can break.
    .executableTarget(name: "OptimisedStress", dependencies: [workerPools], swiftSettings: settings),

    // Pools and processes of other packages, and the maps of this one, as arms of bench.
    .executableTarget(
      name: "SwiftPeers",
      dependencies: [
        workerPools, .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings,
      // The allocator that bench has, so that the pools differ and not their allocators.
      linkerSettings: [.linkedLibrary("jemalloc")]),
  ],
  swiftLanguageModes: [.v6]
)

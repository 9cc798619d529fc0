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
    .executable(name: "pool-figures", targets: ["PoolFigures"])
  ],
  dependencies: [
    .package(name: "WorkerPools", path: ".."),
    // Without its traits it replaces neither malloc nor the runtime's reference counting.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // Microbenchmarks, run by `swift package benchmark`. The plugin takes every executable whose folder's parent is
    // called Benchmarks: this package's own folder is, and what is no benchmark is in Sources.
    .executableTarget(
      name: "PoolBenchmarks", dependencies: [workerPools, .product(name: "Benchmark", package: "benchmark")],
      path: "PoolBenchmarks", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),

    // The library's side of Peers/ratios.
    .target(name: "CFigures"),
    .executableTarget(
      name: "PoolFigures", dependencies: [workerPools, "CFigures"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2

import PackageDescription

// One array for every Swift target. The language mode is 6, so strict concurrency is already complete.
let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)])

let atomics = Target.Dependency.product(name: "Atomics", package: "swift-atomics")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let deques = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heaps = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// A program in Examples/, named after its folder.
func example(_ name: String) -> Target {
  .executableTarget(name: name, dependencies: ["WorkerPools"], path: "Examples/" + name, swiftSettings: settings)
}

let package = Package(
  name: "WorkerPools",
  products: [
    .library(name: "WorkerPools", targets: ["WorkerPools"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-atomics", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // The library, from the bottom up.
    .target(name: "CWorkerPools"),
    .target(
      name: "WorkerPoolsPosix", dependencies: ["CWorkerPools", systemPackage], swiftSettings: settings),
    .target(
      name: "WorkerPools", dependencies: ["WorkerPoolsPosix", "CWorkerPools", atomics, deques, histogram],
      exclude: ["ThreadPool/README.md"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkerPoolsPosixTests", dependencies: ["WorkerPoolsPosix", systemPackage], swiftSettings: settings),
    .target(name: "CRestrictions", path: "Tests/CRestrictions"),
    .testTarget(
      name: "WorkerPoolsTests", dependencies: ["CRestrictions", "WorkerPools", "WorkerPoolsPosix"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// The driver. ThreadSanitizer runs over the library alone: the driver links an allocator that gets in its way.
if Context.environment["LIBRARY_ONLY"] == nil {
  package.products += [
    .library(name: "BenchKit", targets: ["BenchKit", "BenchWorkloads"]),
    .executable(name: "bench", targets: ["bench"]),
  ]
  package.targets += [
    // From the bottom up.
    .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
    // The commit that the program is built from, known at each build.
    .plugin(name: "BuildCommit", capability: .buildTool(), exclude: ["commit.sh"]),
    .target(name: "BenchModel", swiftSettings: settings),
    .target(
      name: "BenchWorkloads", dependencies: ["BenchModel", "WorkerPoolsPosix"], swiftSettings: settings),
    .target(
      name: "BenchStrategies",
      dependencies: ["BenchModel", "BenchWorkloads", "CJemalloc", "WorkerPools", "WorkerPoolsPosix"],
      swiftSettings: settings),
    .target(
      name: "BenchRepetition",
      dependencies: [
        "BenchModel", "BenchStrategies", "BenchWorkloads", "WorkerPools", "WorkerPoolsPosix", histogram,
      ],
      swiftSettings: settings, plugins: ["BuildCommit"]),
    .target(name: "BenchStatistics", swiftSettings: settings),
    .target(
      name: "BenchPlan", dependencies: ["BenchModel", "BenchStatistics", "BenchWorkloads"], swiftSettings: settings),
    .target(name: "BenchMachine", dependencies: ["BenchModel", "WorkerPoolsPosix"], swiftSettings: settings),
    .target(
      name: "BenchResults", dependencies: ["BenchModel", "BenchStatistics", "WorkerPoolsPosix", histogram],
      swiftSettings: settings),
    .target(
      name: "BenchDriver",
      dependencies: [
        "BenchMachine", "BenchModel", "BenchPlan", "BenchResults", "BenchWorkloads", "WorkerPoolsPosix", heaps,
      ],
      swiftSettings: settings),
    .target(
      name: "BenchAnalysis",
      dependencies: ["BenchModel", "BenchPlan", "BenchResults", "BenchStatistics", "BenchWorkloads"],
      swiftSettings: settings),
    .target(
      name: "BenchReports", dependencies: ["BenchAnalysis", "BenchModel", "BenchResults", "BenchStatistics"],
      swiftSettings: settings),
    .target(
      name: "BenchKit",
      dependencies: [
        "BenchAnalysis", "BenchDriver", "BenchMachine", "BenchModel", "BenchPlan", "BenchReports", "BenchRepetition",
        "BenchResults", "BenchStrategies", "BenchWorkloads", "WorkerPools", "WorkerPoolsPosix", argumentParser,
        systemPackage,
      ],
      swiftSettings: settings),
    .executableTarget(name: "bench", dependencies: ["BenchKit"], swiftSettings: settings),

    // Programs that the documentation shows.
    example("first-pool"),
    example("graceful-service"),
    example("submit-and-join"),
    example("ordered-results"),
    example("results-after-join"),
    example("parent-callback"),

    // One test target for each target, and one that runs the program from outside.
    .testTarget(
      name: "ExamplesTests",
      dependencies: [
        "WorkerPools", "WorkerPoolsPosix", "first-pool", "graceful-service", "submit-and-join", "ordered-results",
        "results-after-join", "parent-callback", systemPackage,
      ],
      swiftSettings: settings),
    .testTarget(name: "BenchModelTests", dependencies: ["BenchModel"], swiftSettings: settings),
    .testTarget(
      name: "BenchWorkloadsTests", dependencies: ["BenchModel", "BenchWorkloads", "WorkerPoolsPosix"],
      swiftSettings: settings),
    .testTarget(
      name: "BenchStrategiesTests",
      dependencies: ["BenchModel", "BenchStrategies", "BenchWorkloads", "WorkerPools", "WorkerPoolsPosix"],
      swiftSettings: settings),
    .testTarget(
      name: "BenchRepetitionTests",
      dependencies: [
        "BenchModel", "BenchRepetition", "BenchStrategies", "BenchWorkloads", "WorkerPools", "WorkerPoolsPosix",
      ],
      swiftSettings: settings),
    .testTarget(name: "BenchStatisticsTests", dependencies: ["BenchStatistics"], swiftSettings: settings),
    .target(
      name: "BenchFixtures",
      dependencies: [
        "BenchAnalysis", "BenchModel", "BenchPlan", "BenchResults", "BenchStatistics", "WorkerPoolsPosix",
      ],
      path: "Tests/BenchFixtures", exclude: ["Runs"], swiftSettings: settings),
    .testTarget(
      name: "BenchPlanTests",
      dependencies: [
        "BenchFixtures", "BenchModel", "BenchPlan", "BenchStatistics", "BenchWorkloads", "WorkerPoolsPosix",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchMachineTests", dependencies: ["BenchMachine", "BenchModel", "WorkerPoolsPosix"],
      swiftSettings: settings),
    .testTarget(
      name: "BenchResultsTests",
      dependencies: ["BenchFixtures", "BenchModel", "BenchResults", "BenchStatistics", "WorkerPoolsPosix"],
      swiftSettings: settings),
    .testTarget(
      name: "BenchAnalysisTests",
      dependencies: [
        "BenchAnalysis", "BenchFixtures", "BenchModel", "BenchWorkloads", "BenchPlan", "BenchResults",
        "BenchStatistics", "WorkerPoolsPosix",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchDriverTests",
      dependencies: [
        "BenchDriver", "BenchFixtures", "BenchMachine", "BenchModel", "BenchPlan", "BenchResults", "BenchWorkloads",
        "WorkerPoolsPosix",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchReportsTests",
      dependencies: [
        "BenchAnalysis", "BenchFixtures", "BenchModel", "BenchReports", "BenchResults", "BenchStatistics",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchKitTests",
      dependencies: [
        "BenchAnalysis", "BenchDriver", "BenchKit", "BenchModel", "BenchPlan", "BenchReports", "BenchResults",
        "BenchWorkloads", "WorkerPoolsPosix", argumentParser,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BenchEndToEndTests", dependencies: ["bench", "WorkerPoolsPosix"], swiftSettings: settings),
  ]
}

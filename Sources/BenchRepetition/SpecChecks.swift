import BenchModel
import BenchStrategies
import BenchWorkloads
import WorkerPools
import WorkerPoolsPosix

extension RepetitionSpec {
  /// The settings of the workload; they travel to each worker once.
  var workloadSettings: WorkloadSettings {
    WorkloadSettings(
      seed: UInt64(max(0, seed)), taskDurationNs: taskDurationNs, iterations: taskIterationsN,
      payloadBytes: payloadBytes, socketPort: socketPort, fileDirectory: fileDirectory)
  }

  /// How many tasks the checksum covers.
  var coveredTasksN: Int { min(checksumTasksN ?? tasksN, tasksN) }

  /// Whether the numbers make sense and the distribution is one that this program has.
  ///
  /// - Throws: `StrategyError.unsupported` with a sentence that names the field.
  func checkSupported() throws(StrategyError) {
    let least = [
      ("tasks_n", tasksN, 1), ("stamp_every_n", stampEveryN, 1), ("width_n", widthN ?? 1, 1),
      ("width_limit_n", widthLimitN, 1),
      ("thread_stack_bytes", threadStackBytes ?? PlatformThread.minimumStackSize, PlatformThread.minimumStackSize),
      ("warmup_tasks_n", warmupTasksN, 0), ("roundtrip_max_n", roundtripMaxN, 0),
      ("roundtrip_idle_n", roundtripIdleN, 0), ("roundtrip_idle_pause_ns", roundtripIdlePauseNs, 0), ("seed", seed, 0),
    ]
    for (field, value, minimum) in least where value < minimum {
      throw .unsupported("\(field) is \(value); it must be at least \(minimum).")
    }
    if let distribution, distribution != "fixed" {
      throw .unsupported("The distribution \"\(distribution)\" is not known; use fixed.")
    }
  }

  /// How the strategy is to create its processes; `nil` where it creates none.
  ///
  /// - Throws: `StrategyError.unsupported` where it cannot do so in the way that is asked for.
  func startMethod(of strategy: any Strategy.Type) throws(StrategyError) -> StartMethod? {
    guard let startMethod else { return strategy.startMethods.first }
    if let method = strategy.startMethods.first(where: { $0.rawValue == startMethod }) { return method }
    let known = strategy.startMethods.map(\.rawValue).joined(separator: " and ")
    throw .unsupported(
      "\(strategy.name) has no start method \"\(startMethod)\"; it has \(known.isEmpty ? "none" : known).")
  }

  /// How the strategy is to deliver results.
  ///
  /// - Throws: `StrategyError.unsupported` where it cannot do so in the way that is asked for.
  func resultMode(of strategy: any Strategy.Type) throws(StrategyError) -> ResultMode {
    let known = strategy.resultModes
    guard let resultMode else { return known[0] }
    guard known.contains(resultMode) else {
      throw .unsupported(
        "\(strategy.name) has no result mode \"\(resultMode.rawValue)\"; it has"
          + " \(known.map(\.rawValue).joined(separator: " and ")).")
    }
    return resultMode
  }
}

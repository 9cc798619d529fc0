import WorkerPoolsPosix

/// A blocking sleep: a task that waits and needs no processor.
struct SleepWorkload: Workload {
  static let name = "sleep"
  static let summary = "a blocking sleep of the task duration"
  static let parameters: Set<WorkloadParameter> = [.taskDuration]
  static let carriesBytes = false

  private let seed: UInt64
  private let durationNs: Int

  init(_ settings: WorkloadSettings) throws {
    seed = settings.seed
    durationNs = try WorkloadSettings.require(
      settings.taskDurationNs, "task_duration_ns", of: Self.name, in: WorkloadSettings.durations)
  }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    MonotonicTime.sleep(nanoseconds: durationNs)
    return TaskOutput(value: TaskBase.of(seed: seed, task: task))
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { TaskBase.of(seed: seed, task: task) }
}

/// Integer arithmetic that keeps one core busy: a linear congruential generator stepped a calibrated number of times.
struct CPUWorkload: Workload {
  static let name = "cpu"
  static let summary = "integer arithmetic on one core, calibrated so that one task takes the task duration"
  static let parameters: Set<WorkloadParameter> = [.taskDuration]
  static let needs: Set<WorkloadNeed> = [.calibratedIterations]
  static let carriesBytes = false

  private let seed: UInt64
  private let iterations: Int
  private let recurrence: LinearCongruence
  /// All iterations of a task at once.
  private let whole: LinearCongruence

  init(_ settings: WorkloadSettings) throws {
    seed = settings.seed
    iterations = try WorkloadSettings.require(settings.iterations, "task_iterations_n", of: Self.name, in: 0...Int.max)
    recurrence = .standard
    whole = recurrence.map(count: iterations)
  }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    TaskOutput(value: recurrence.iterate(TaskBase.of(seed: seed, task: task), count: iterations))
  }

  func expectedValue(forTask task: UInt64) -> UInt64 {
    whole.step(TaskBase.of(seed: seed, task: task))
  }
}

/// Nothing but the task's base: what a strategy costs when the task costs nothing.
struct NoopWorkload: Workload {
  static let name = "noop"
  static let summary = "no work at all: the pure overhead of a strategy"
  static let parameters: Set<WorkloadParameter> = []
  static let carriesBytes = false

  private let seed: UInt64

  init(_ settings: WorkloadSettings) { seed = settings.seed }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput { TaskOutput(value: TaskBase.of(seed: seed, task: task)) }

  func expectedValue(forTask task: UInt64) -> UInt64 { TaskBase.of(seed: seed, task: task) }
}

import BenchWorkloads

/// An input that is made once and shared by all tasks of a process.
struct Lookup: SharedInputWorkload {
  static let name = "lookup"
  static let summary = "a thousand lookups in a table that all tasks share"
  static let carriesBytes = false

  private let table: [UInt64: UInt64]

  static func makeSharedInput(_ settings: WorkloadSettings) -> [UInt64: UInt64] {
    Dictionary(uniqueKeysWithValues: (0..<10_000).map { ($0, $0 * 3) })
  }

  init(_ settings: WorkloadSettings, sharing input: [UInt64: UInt64]) { table = input }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    TaskOutput(value: (0..<1_000).reduce(task) { $0 + (table[$1 * 7] ?? 0) })
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { task + 3 * 7 * 499_500 }
}

/// A result that is right if it passes a check.
struct Sorting: PredicateWorkload {
  static let name = "sorting"
  static let summary = "sorts a thousand random bytes"

  init(_ settings: WorkloadSettings) {}

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    let bytes = (0..<1_000).map { _ in UInt8.random(in: 0 ... .max) }
    return TaskOutput(value: 0, payload: bytes.sorted())
  }

  func isRight(_ output: TaskOutput, forTask task: UInt64) -> Bool {
    output.payload.count == 1_000 && zip(output.payload, output.payload.dropFirst()).allSatisfy { $0 <= $1 }
  }
}

/// A task that awaits, for as long as `--task-duration` says.
struct Waiting: AsyncWorkload {
  static let name = "waiting"
  static let summary = "a Swift task that sleeps for the task duration"
  static let parameters: Set<WorkloadParameter> = [.taskDuration]
  static let carriesBytes = false

  private let nanoseconds: Int

  init(_ settings: WorkloadSettings) { nanoseconds = settings.taskDurationNs ?? 1_000_000 }

  func perform(task: UInt64, input: [UInt8]) async throws -> TaskOutput {
    try await Task.sleep(for: .nanoseconds(nanoseconds))
    return TaskOutput(value: task)
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { task }
}

/// A workload whose task is an asynchronous function.
///
/// A task occupies the process or the thread that runs it until the function has returned: what it does between its
/// suspensions runs there, child tasks included, and while it is suspended that process or thread waits. The strategy
/// `task-group` alone does what people write with Swift concurrency: it awaits the function in a child task, and other tasks
/// run while it is suspended. So the same workload shows what a suspended task costs as a thread, as a process and as a Swift
/// task.
///
/// The function must not need the main actor, whose thread may be the one that waits for it.
///
/// ```swift
/// struct Waiting: AsyncWorkload {
///   static let name = "waiting"
///   static let summary = "a Swift task that sleeps for the task duration"
///   static let parameters: Set<WorkloadParameter> = [.taskDuration]
///   let nanoseconds: Int
///
///   init(_ settings: WorkloadSettings) { nanoseconds = settings.taskDurationNs ?? 0 }
///   func perform(task: UInt64, input: [UInt8]) async throws -> TaskOutput {
///     try await Task.sleep(for: .nanoseconds(nanoseconds))
///     return TaskOutput(value: task)
///   }
///   func expectedValue(forTask task: UInt64) -> UInt64 { task }
/// }
/// ```
public protocol AsyncWorkload: Workload {
  /// Runs one task; called in the unit, that is in a thread or process of the strategy.
  func perform(task: UInt64, input: [UInt8]) async throws -> TaskOutput
}

extension AsyncWorkload {
  /// Runs one task in the calling thread, which waits while the task is suspended.
  public func run(task: UInt64, input: [UInt8]) throws -> TaskOutput {
    try AwaitedTask.run { try await self.perform(task: task, input: input) }
  }
}

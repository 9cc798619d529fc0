package import BenchWorkloads
import WorkerPoolsPosix

/// The workload inside a process that runs tasks for another one, and the count of what it did.
package final class UnitSession {
  private let workload: any Workload
  private let heap: HeapCounter?
  private var runs = 0
  private var taskSum: UInt64 = 0

  /// Prepares the workload in this process.
  package init(_ workload: WorkloadReference, countsHeap: Bool) throws {
    self.workload = try workload.makeWorkload()
    heap = countsHeap ? HeapCounter() : nil
  }

  /// Runs one task and counts it; the clock is read only where the times are wanted.
  package func run(_ request: TaskRequest) throws -> TaskReply {
    runs += 1
    taskSum &+= request.task
    let start = request.isStamped ? MonotonicTime.now() : 0
    let output = try workload.run(task: request.task, input: request.payload)
    let end = request.isStamped ? MonotonicTime.now() : 0
    return TaskReply(output: output, start: start, end: end)
  }

  /// What this process has done and used since it began.
  package var totals: UnitTotals {
    UnitTotals(runs: runs, taskSum: taskSum, usage: .current(.process), heap: heap?.read())
  }

  // A worker process runs one task at a time, the initializer before the first; nothing else touches this.
  nonisolated(unsafe) package static var current: UnitSession?

  /// The session of this worker process.
  ///
  /// - Throws: `StrategyError.unprepared` where no initializer has run.
  package static func prepared() throws(StrategyError) -> UnitSession {
    guard let current else { throw .unprepared }
    return current
  }
}

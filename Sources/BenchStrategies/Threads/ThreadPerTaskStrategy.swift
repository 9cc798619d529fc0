import WorkerPools

/// A new thread for every task, at most `width` of them alive at once, joined in the order in which they end.
///
/// Nothing is used again but the stacks, which the C library keeps for the next threads: 500 tasks at width 2 mapped two
/// (strace).
package final class ThreadPerTaskStrategy: Strategy {
  package static let name = "thread-per-task"
  package static let summary = "a new thread for every task, joined, at most the width alive at once"

  package var log = UnitLog()

  private let limit: Int
  private let stackSize: Int?

  package init(_ setup: StrategySetup) throws {
    limit = setup.unitLimit
    stackSize = setup.threadStackBytes
  }

  package func run(_ task: Int, of batch: TaskBatch) throws {
    batch.submitted(task)
    let input = batch.input(task)
    try collect(try start { batch.execute(task, input: input) })
  }

  package func run(_ batch: TaskBatch) throws {
    let ended = CompletionQueue(capacity: limit)
    var living: [Int: UnitThread<Void>] = [:]
    living.reserveCapacity(limit)
    // A thread cannot be killed: after an error those that run are waited for.
    defer { for thread in living.values { _ = try? thread.collect() } }
    for task in 0..<batch.count {
      if living.count == limit { try collectNext(ended, &living) }
      batch.submitted(task)
      let input = batch.input(task)
      living[task] = try start(onEnd: { ended.put(task) }) { batch.execute(task, input: input) }
    }
    while !living.isEmpty { try collectNext(ended, &living) }
  }

  package func inFlight(ofBatch tasks: Int) -> Int? { min(limit, tasks) }

  private func start(
    onEnd: (@Sendable () -> Void)? = nil, _ body: @escaping @Sendable () -> Void
  ) throws -> UnitThread<Void> {
    let thread = try UnitThread.start(stackSize: stackSize, onEnd: onEnd, body)
    log.threads = log.threads.map { $0 + 1 }
    return thread
  }

  private func collectNext(_ ended: CompletionQueue, _ living: inout [Int: UnitThread<Void>]) throws {
    guard let thread = living.removeValue(forKey: ended.take()) else {
      preconditionFailure("each thread ends once")
    }
    try collect(thread)
  }

  private func collect(_ thread: UnitThread<Void>) throws {
    let outcome = try thread.collect()
    log.spawnNs.append(outcome.spawnNs)
    log.reapNs.append(outcome.reapNs)
  }
}

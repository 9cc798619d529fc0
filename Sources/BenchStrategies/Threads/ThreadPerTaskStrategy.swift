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
  private let ended: CompletionQueue
  /// The threads that were started and are not collected, by their tasks.
  private var living: [Int: UnitThread<Void>] = [:]

  package init(_ setup: StrategySetup) throws {
    limit = setup.unitLimit
    stackSize = setup.threadStackBytes
    ended = CompletionQueue(capacity: limit)
    living.reserveCapacity(limit)
  }

  package func run(_ task: Int, of batch: TaskBatch) throws {
    batch.submitted(task)
    let input = batch.input(task)
    try collect(try start { batch.execute(task, input: input) })
  }

  package func submit(_ task: Int, of batch: TaskBatch) throws {
    if living.count == limit { try collectNext() }
    batch.submitted(task)
    let input = batch.input(task)
    living[task] = try start(onEnd: { [ended] in ended.put(task) }) { batch.execute(task, input: input) }
  }

  package func drain(_ batch: TaskBatch) throws {
    while !living.isEmpty { try collectNext() }
  }

  /// Waits for those that run: a thread cannot be killed.
  package func abandon() {
    for thread in living.values { _ = try? thread.collect() }
    living = [:]
  }

  package func inFlight(ofBatch tasks: Int) -> Int? { min(limit, tasks) }

  private func start(
    onEnd: (@Sendable () -> Void)? = nil, _ body: @escaping @Sendable () -> Void
  ) throws -> UnitThread<Void> {
    let thread = try UnitThread.start(stackSize: stackSize, onEnd: onEnd, body)
    log.threads = log.threads.map { $0 + 1 }
    return thread
  }

  private func collectNext() throws {
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

package import BenchModel
import WorkerPools

/// A new thread for every task, at most `width` of them alive at once, joined in the order in which they end, each with its
/// result.
///
/// Nothing is used again but the stacks, which the C library keeps for the next threads: 500 tasks at width 2 mapped two
/// (strace).
package final class ThreadPerTaskStrategy: Strategy {
  package static let name = "thread-per-task"
  package static let summary = "a new thread for every task, joined, at most the width alive at once"
  package static let resultModes: [ResultMode] = [.each]
  package static let createsUnitPerTask = true

  package var log = UnitLog()

  private let limit: Int
  private let stackSize: Int?
  private let ended: CompletionQueue
  /// The threads that were started and are not collected, by their tasks.
  private var living: [Int: UnitThread<TaskReply>] = [:]

  package init(_ setup: StrategySetup) throws {
    limit = setup.unitLimit
    stackSize = setup.threadStackBytes
    ended = CompletionQueue(capacity: limit)
    living.reserveCapacity(limit)
  }

  package func run(_ task: Int, of batch: TaskBatch) throws {
    batch.submitted(task)
    let input = batch.input(task)
    try collect(try start { try batch.reply(to: task, input: input) }, task, into: batch)
  }

  package func submit(_ task: Int, of batch: TaskBatch) throws {
    if living.count == limit { try collectNext(into: batch) }
    batch.submitted(task)
    let input = batch.input(task)
    living[task] = try start(onEnd: { [ended] in ended.put(task) }) { try batch.reply(to: task, input: input) }
  }

  package func drain(_ batch: TaskBatch) throws {
    while !living.isEmpty { try collectNext(into: batch) }
  }

  /// Waits for those that run: a thread cannot be killed.
  package func abandon() {
    for thread in living.values { _ = try? thread.collect() }
    living = [:]
  }

  package func inFlight(ofBatch tasks: Int) -> Int? { min(limit, tasks) }

  private func start(
    onEnd: (@Sendable () -> Void)? = nil, _ body: @escaping @Sendable () throws -> TaskReply
  ) throws -> UnitThread<TaskReply> {
    let thread = try UnitThread.start(stackSize: stackSize, onEnd: onEnd, body)
    log.threads = log.threads.map { $0 + 1 }
    return thread
  }

  private func collectNext(into batch: TaskBatch) throws {
    let task = ended.take()
    guard let thread = living.removeValue(forKey: task) else { preconditionFailure("each thread ends once") }
    try collect(thread, task, into: batch)
  }

  private func collect(_ thread: UnitThread<TaskReply>, _ task: Int, into batch: TaskBatch) throws {
    let outcome = try thread.collect()
    log.spawnNs.append(outcome.spawnNs)
    batch.complete(task, outcome.output)
  }
}

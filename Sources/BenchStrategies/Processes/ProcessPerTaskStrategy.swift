package import BenchModel
package import WorkerPools
import WorkerPoolsPosix

/// A new process of this executable for every task, at most `width` of them alive at once.
package final class ProcessPerTaskStrategy: Strategy {
  package static let name = "process-per-task"
  package static let summary = "a new process of this executable for every task, at most the width alive at once"
  package static let resultModes: [ResultMode] = [.each]
  package static let createsUnitPerTask = true
  package static var startMethods: [StartMethod] { [.spawn, .forkserver] }

  /// Answers longer than this may not fit into a socket's buffer, so that a process waits for them to be read.
  private static let longAnswer = 1 << 14
  private static let descriptorsPerProcess = 2

  package var log = UnitLog()

  private let setup: UnitSetup
  private let startMethod: StartMethod
  private let limit: Int
  private var totals: UnitTotals
  /// What the start method needs.
  private var hold: StartHold?
  /// The processes that were started and are not collected; nil before the first.
  private var living: LivingProcesses<RunUnit>?

  package init(_ setup: StrategySetup) throws {
    self.setup = UnitSetup(workload: setup.workload, countsHeap: setup.countsHeap)
    startMethod = setup.startMethod
    limit = setup.unitLimit
    totals = UnitTotals(heap: setup.countsHeap ? .zero : nil)
  }

  /// Makes room for the descriptors of all processes; where the hard limit is too low, creating one will say so.
  package func startUp() throws {
    if let soft = ResourceLimit.descriptors.current().soft, soft < limit * Self.descriptorsPerProcess + 64 {
      ResourceLimit.descriptors.raiseToHard()
    }
    hold = try WorkerStart.prepare(startMethod)
  }

  package func run(_ task: Int, of batch: TaskBatch) throws {
    batch.submitted(task)
    try collect(try spawn(task, of: batch), task, into: batch)
  }

  /// Starts the process when there is room for it.
  ///
  /// While there is room, those that have ended are collected between one start and the next.
  package func submit(_ task: Int, of batch: TaskBatch) throws {
    if living == nil { living = try LivingProcesses() }
    if livingCount == limit { try collectEnded(mayBlock: true, into: batch) }
    try start(task, of: batch)
    if livingCount < limit { try collectEnded(mayBlock: false, into: batch) }
  }

  package func drain(_ batch: TaskBatch) throws {
    while livingCount > 0 { try collectEnded(mayBlock: true, into: batch) }
  }

  package func tearDown() { living = nil }

  package func abandon() {
    living?.killAll()
    living = nil
  }

  private var livingCount: Int { living?.count ?? 0 }

  private func collectEnded(mayBlock: Bool, into batch: TaskBatch) throws {
    for ready in try living?.takeReady(mayBlock: mayBlock) ?? [] {
      try collect(ready.process, ready.task, into: batch)
    }
  }

  package func unitTotals() -> UnitTotals? { totals }

  package func inFlight(ofBatch tasks: Int) -> Int? { min(limit, tasks) }

  private func start(_ task: Int, of batch: TaskBatch) throws {
    batch.submitted(task)
    let request = batch.request(for: task)
    let isLong = request.payload.count > Self.longAnswer
    try living?.insert(try spawn(request), task: task, answersAtLength: isLong)
  }

  private func spawn(_ task: Int, of batch: TaskBatch) throws -> UnitProcess<RunUnit> {
    try spawn(batch.request(for: task))
  }

  private func spawn(_ request: TaskRequest) throws -> UnitProcess<RunUnit> {
    let process = try UnitProcess.spawn(
      RunUnit.self, UnitRequest(setup: setup, task: request), startMethod: startMethod)
    log.processes += 1
    return process
  }

  private func collect(_ process: UnitProcess<RunUnit>, _ task: Int, into batch: TaskBatch) throws {
    let outcome = try process.collect()
    log.spawnNs.append(outcome.spawnNs)
    var own = outcome.output.totals
    // What the kernel counted until the very end, rather than what the process could see of itself.
    own.usage = outcome.usage
    totals = totals + own
    batch.complete(task, outcome.output.reply)
  }
}

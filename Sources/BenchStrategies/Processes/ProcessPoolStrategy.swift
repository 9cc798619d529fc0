package import WorkerPools

/// A pool of processes that live as long as the strategy.
package typealias ProcessPoolStrategy = PooledProcesses<RunTask>

/// A strategy over `ProcessPool` whose workers run `Runner` for each task; the workload is prepared once in each worker.
package final class PooledProcesses<Runner: WorkerFunction>: Strategy
where Runner.Input == TaskRequest, Runner.Output == TaskReply {
  package static var name: String { "process-pool" }
  package static var summary: String { "a pool of processes of this executable that live from start up to tear down" }
  package static var startMethods: [StartMethod] { [.spawn, .forkserver] }

  package var log = UnitLog()

  private let width: Int
  private let setup: UnitSetup
  private let startMethod: StartMethod
  private var pool: ProcessPool?

  package init(_ setup: StrategySetup) throws {
    width = try setup.boundedWidth(for: Self.name)
    self.setup = UnitSetup(workload: setup.workload, countsHeap: setup.countsHeap)
    startMethod = setup.startMethod
  }

  package func startUp() throws {
    var configuration = ProcessPool.Configuration(workers: width, name: "bench")
    configuration.startMethod = startMethod
    try configuration.setInitializer(PrepareUnit.self, setup)
    let pool = try ProcessPool(configuration)
    self.pool = pool
    try pool.awaitReady()
    log.spawnNs = pool.spawnSamples
    log.processes = log.spawnNs.count
  }

  package func run(_ task: Int, of batch: TaskBatch) throws {
    batch.submitted(task)
    try submit(task, of: batch, to: try running()).complete(task, of: batch)
  }

  package func run(_ batch: TaskBatch) throws {
    let pool = try running()
    var results: [PendingTask] = []
    results.reserveCapacity(batch.count)
    for task in 0..<batch.count {
      batch.submitted(task)
      results.append(try submit(task, of: batch, to: pool))
    }
    for (task, result) in results.enumerated() { try result.complete(task, of: batch) }
  }

  /// As a program would do it that has nothing to stamp: the function takes what the task needs, and no more.
  private func submit(_ task: Int, of batch: TaskBatch, to pool: ProcessPool) throws -> PendingTask {
    let request = batch.request(for: task)
    if !request.isStamped, request.payload.isEmpty {
      return .plain(try pool.applyAsync(RunPlainTask.self, request.task))
    }
    return .full(try pool.applyAsync(Runner.self, request))
  }

  package func unitTotals() throws -> UnitTotals? {
    let reports = try running().runOnEachWorker(ReportTotals.self, true)
    return reports.dropFirst().reduce(reports.first ?? UnitTotals(), +)
  }

  package var processIdentifiers: [Int32] { pool?.workerIdentifiers ?? [] }

  package func tearDown() throws {
    guard let pool else { return }
    pool.close()
    try pool.join()
    log.reapNs += pool.reapSamples
    self.pool = nil
  }

  package func abandon() {
    pool?.terminate()
    try? pool?.join()
    pool = nil
  }

  private func running() throws(StrategyError) -> ProcessPool {
    guard let pool else { throw .notStarted(Self.name) }
    return pool
  }
}

/// The result of a task, of the function that fits what the task needs.
private enum PendingTask {
  case plain(AsyncResult<UInt64>)
  case full(AsyncResult<TaskReply>)

  func complete(_ task: Int, of batch: TaskBatch) throws {
    switch self {
    case .plain(let result): batch.complete(task, value: try result.get())
    case .full(let result): batch.complete(task, try result.get())
    }
  }
}

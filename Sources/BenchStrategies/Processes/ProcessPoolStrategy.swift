package import BenchModel
package import WorkerPools

/// A pool of processes that live as long as the strategy.
package typealias ProcessPoolStrategy = PooledProcesses<RunTask>

/// A strategy over `ProcessPool` whose workers run `Runner` for each task; the workload is prepared once in each worker.
package final class PooledProcesses<Runner: WorkerFunction>: Strategy
where Runner.Input == TaskRequest, Runner.Output == TaskReply {
  package static var name: String { "process-pool" }
  package static var summary: String { "a pool of processes of this executable that live from start up to tear down" }
  package static var resultModes: [ResultMode] { [.each] }
  package static var startMethods: [StartMethod] { [.spawn, .forkserver] }

  package var log = UnitLog()

  private let width: Int
  private let setup: UnitSetup
  private let startMethod: StartMethod
  private var pool: ProcessPool?
  /// The pool again, uncounted.
  private var uncounted: Unmanaged<ProcessPool>?
  private var outstanding = OutstandingResults<PendingTask>()

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
    uncounted = .passUnretained(pool)
    try pool.awaitReady()
    log.spawnNs = pool.spawnSamples
    log.processes = log.spawnNs.count
  }

  package func run(_ task: Int, of batch: TaskBatch) throws {
    batch.submitted(task)
    try hand(task, of: batch).complete(task, of: batch)
  }

  /// Waits for the oldest result where there is no room for another one.
  package func submit(_ task: Int, of batch: TaskBatch) throws {
    try outstanding.makeRoom(in: batch)
    batch.submitted(task)
    outstanding.append(task, try hand(task, of: batch))
  }

  package func drain(_ batch: TaskBatch) throws {
    try outstanding.completeAll(of: batch)
  }

  /// As a program would do it that has nothing to stamp: the function takes what the task needs, and no more.
  private func hand(_ task: Int, of batch: TaskBatch) throws -> PendingTask {
    guard let uncounted else { throw StrategyError.notStarted(Self.name) }
    return try uncounted._withUnsafeGuaranteedRef { pool in
      if batch.isPlain(task) { return .plain(try pool.applyAsync(RunPlainTask.self, UInt64(task))) }
      return .full(try pool.applyAsync(Runner.self, batch.request(for: task)))
    }
  }

  package func inFlight(ofBatch tasks: Int) -> Int? { min(tasks, OutstandingResults<PendingTask>.capacity) }

  package func unitTotals() throws -> UnitTotals? {
    let reports = try running().runOnEachWorker(ReportTotals.self, true)
    return reports.dropFirst().reduce(reports.first ?? UnitTotals(), +)
  }

  package var handovers: Int? { pool?.announcementCount }

  package var processIdentifiers: [Int32] { pool?.workerIdentifiers ?? [] }

  package func tearDown() throws {
    guard let pool else { return }
    pool.close()
    try pool.join()
    log.reapNs += pool.reapSamples
    letGo()
  }

  package func abandon() {
    pool?.terminate()
    try? pool?.join()
    letGo()
  }

  private func letGo() {
    outstanding.removeAll()
    uncounted = nil
    pool = nil
  }

  private func running() throws(StrategyError) -> ProcessPool {
    guard let pool else { throw .notStarted(Self.name) }
    return pool
  }
}

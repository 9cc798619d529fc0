import WorkerPools
import WorkerPoolsPosix

/// A pool of threads that live as long as the strategy.
package final class ThreadPoolStrategy: Strategy {
  package static let name = "thread-pool"
  package static let summary = "a pool of threads that live from start up to tear down"

  package var log = UnitLog()

  private let width: Int
  private let stackSize: Int?
  private var pool: ThreadPool?

  package init(_ setup: StrategySetup) throws {
    width = try setup.boundedWidth(for: Self.name)
    stackSize = setup.threadStackBytes
  }

  package func startUp() throws {
    var configuration = ThreadPool.Configuration(threads: width, name: "bench")
    configuration.stackSize = stackSize
    let pool = try ThreadPool(configuration)
    self.pool = pool
    log.threads = width
    try meet(in: pool)
    log.spawnNs = pool.spawnSamples
  }

  /// Returns when as many tasks as there are threads have run at the same moment.
  private func meet(in pool: ThreadPool) throws {
    let arrived = ConditionLock(0)
    let width = width
    let results = try (0..<width).map { _ in
      try pool.applyAsync {
        arrived.withLock { $0 += 1 }
        arrived.broadcast()
        arrived.waiting(while: { $0 < width })
      }
    }
    for result in results { try result.get() }
  }

  package func run(_ task: Int, of batch: TaskBatch) throws {
    batch.submitted(task)
    let input = batch.input(task)
    try running().apply { batch.execute(task, input: input) }
  }

  /// One `submit` for each task, and one wait for all: what a program does that has its results written where they belong.
  package func run(_ batch: TaskBatch) throws {
    let pool = try running()
    // Uncounted, as the arms of the peers have it: three threads that count one object for each task hand its cache line
    // around, which would be most of what is measured.
    let uncounted = Unmanaged.passUnretained(batch)
    do {
      for task in 0..<batch.count { try submit(task, of: batch, uncounted, to: pool) }
      try pool.waitUntilIdle()
    } catch {
      // What was submitted may run on.
      _ = uncounted.retain()
      throw error
    }
  }

  /// The closure takes what the task needs, and no more.
  private func submit(
    _ task: Int, of batch: TaskBatch, _ uncounted: Unmanaged<TaskBatch>, to pool: ThreadPool
  ) throws {
    batch.submitted(task)
    let input = batch.input(task)
    if input.isEmpty {
      try pool.submit { uncounted._withUnsafeGuaranteedRef { $0.execute(task, input: []) } }
    } else {
      try pool.submit { uncounted._withUnsafeGuaranteedRef { $0.execute(task, input: input) } }
    }
  }

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

  private func running() throws(StrategyError) -> ThreadPool {
    guard let pool else { throw .notStarted(Self.name) }
    return pool
  }
}

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
  /// The pool again, uncounted.
  private var uncounted: Unmanaged<ThreadPool>?

  package init(_ setup: StrategySetup) throws {
    width = try setup.boundedWidth(for: Self.name)
    stackSize = setup.threadStackBytes
  }

  package func startUp() throws {
    var configuration = ThreadPool.Configuration(threads: width, name: "bench")
    configuration.stackSize = stackSize
    let pool = try ThreadPool(configuration)
    self.pool = pool
    uncounted = .passUnretained(pool)
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

  /// Fire-and-forget: what a program does that has its results written where they belong.
  package func submit(_ task: Int, of batch: TaskBatch) throws {
    guard let uncounted else { throw StrategyError.notStarted(Self.name) }
    batch.submitted(task)
    let input = batch.input(task)
    // Uncounted, as the arms of the peers have it: three threads that count one object for each task hand its cache line
    // around, which would be most of what is measured.
    let batch = Unmanaged.passUnretained(batch)
    try keeping(batch) {
      if input.isEmpty {
        try uncounted._withUnsafeGuaranteedRef {
          try $0.submit { batch._withUnsafeGuaranteedRef { $0.execute(task, input: []) } }
        }
      } else {
        try uncounted._withUnsafeGuaranteedRef {
          try $0.submit { batch._withUnsafeGuaranteedRef { $0.execute(task, input: input) } }
        }
      }
    }
  }

  /// One wait for all.
  package func drain(_ batch: TaskBatch) throws {
    try keeping(Unmanaged.passUnretained(batch)) { try running().waitUntilIdle() }
  }

  /// Runs `body`; where it throws, the batch stays for good, since tasks that were submitted may run on.
  @inline(__always)
  private func keeping(_ batch: Unmanaged<TaskBatch>, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      _ = batch.retain()
      throw error
    }
  }

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
    uncounted = nil
    pool = nil
  }

  private func running() throws(StrategyError) -> ThreadPool {
    guard let pool else { throw .notStarted(Self.name) }
    return pool
  }
}

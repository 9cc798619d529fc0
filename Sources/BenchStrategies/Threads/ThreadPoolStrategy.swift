package import BenchModel
import WorkerPools
import WorkerPoolsPosix

/// A pool of threads that live as long as the strategy.
///
/// In the mode `all` its tasks are fire-and-forget, with one wait for all of them; in the mode `each` every task has a
/// result that is waited for, as those of `process-pool` have.
package final class ThreadPoolStrategy: Strategy {
  package static let name = "thread-pool"
  package static let summary = "a pool of threads that live from start up to tear down"
  package static let resultModes: [ResultMode] = [.all, .each]

  package var log = UnitLog()

  private let width: Int
  private let stackSize: Int?
  private let resultMode: ResultMode
  private var pool: ThreadPool?
  /// The pool again, uncounted.
  private var uncounted: Unmanaged<ThreadPool>?
  private var outstanding = OutstandingResults<PendingTask>()

  package init(_ setup: StrategySetup) throws {
    width = try setup.boundedWidth(for: Self.name)
    stackSize = setup.threadStackBytes
    resultMode = setup.resultMode ?? Self.resultModes[0]
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
    if batch.isPlain(task) {
      batch.complete(task, value: try running().apply { try batch.plainReply(to: task) })
    } else {
      batch.complete(task, try running().apply { try batch.reply(to: task, input: input) })
    }
  }

  package func submit(_ task: Int, of batch: TaskBatch) throws {
    guard let uncounted else { throw StrategyError.notStarted(Self.name) }
    // Uncounted, as the arms of the peers have it: three threads that count one object for each task hand its cache line
    // around, which would be most of what is measured.
    let reference = Unmanaged.passUnretained(batch)
    try keeping(reference) {
      switch resultMode {
      case .each:
        try outstanding.makeRoom(in: batch)
        batch.submitted(task)
        outstanding.append(task, try hand(task, of: batch, reference, to: uncounted))
      case .all:
        batch.submitted(task)
        try fire(task, of: batch, reference, to: uncounted)
      }
    }
  }

  /// Waits for each result that is not taken yet, or once for all.
  package func drain(_ batch: TaskBatch) throws {
    try keeping(Unmanaged.passUnretained(batch)) {
      switch resultMode {
      case .each: try outstanding.completeAll(of: batch)
      case .all: try running().waitUntilIdle()
      }
    }
  }

  package func inFlight(ofBatch tasks: Int) -> Int? {
    resultMode == .each ? min(tasks, OutstandingResults<PendingTask>.capacity) : tasks
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

  /// Fire-and-forget: what a program does that has its results written where they belong.
  private func fire(
    _ task: Int, of batch: TaskBatch, _ reference: Unmanaged<TaskBatch>, to pool: Unmanaged<ThreadPool>
  ) throws {
    let input = batch.input(task)
    try pool._withUnsafeGuaranteedRef { pool in
      if input.isEmpty {
        try pool.submit { reference._withUnsafeGuaranteedRef { $0.execute(task, input: []) } }
      } else {
        try pool.submit { reference._withUnsafeGuaranteedRef { $0.execute(task, input: input) } }
      }
    }
  }

  /// A result for the task, of the value alone where that is all there is.
  private func hand(
    _ task: Int, of batch: TaskBatch, _ reference: Unmanaged<TaskBatch>, to pool: Unmanaged<ThreadPool>
  ) throws -> PendingTask {
    let input = batch.input(task)
    return try pool._withUnsafeGuaranteedRef { pool in
      if batch.isPlain(task) {
        return .plain(
          try pool.applyAsync { try reference._withUnsafeGuaranteedRef { try $0.plainReply(to: task) } })
      }
      return .full(
        try pool.applyAsync { try reference._withUnsafeGuaranteedRef { try $0.reply(to: task, input: input) } })
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
    outstanding.removeAll()
    uncounted = nil
    pool = nil
  }

  private func running() throws(StrategyError) -> ThreadPool {
    guard let pool else { throw .notStarted(Self.name) }
    return pool
  }
}

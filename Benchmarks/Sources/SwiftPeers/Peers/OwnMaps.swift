import Dispatch
import WorkerPools

// `map` of this package's own pools with the default size of chunks, which bench's strategies have no way for: they hand over
// one task at a time. A round trip is `apply`.

/// `map` of a `ProcessPool`.
final class ProcessPoolMap: Peer {
  let description = "map of ProcessPool"
  let resultMode = ResultMode.each
  let submission = Submission.map
  var processesSpawned: Int? { width }

  private let width: Int
  private let kernel: Kernel
  private var pool: ProcessPool?

  init(width: Int, kernel: Kernel) {
    self.width = width
    self.kernel = kernel
  }

  func startUp() throws {
    var configuration = ProcessPool.Configuration(workers: width)
    try configuration.setInitializer(SetSeed.self, kernel.seed)
    let pool = try ProcessPool(configuration)
    self.pool = pool
    try pool.awaitReady()
  }

  func run(_ task: Int, of batch: Batch) throws { _ = try pool?.apply(SeededBase.self, task) }

  func run(_ batch: Batch) throws {
    if let pool { batch.complete(try pool.map(SeededBase.self, 0..<batch.count)) }
  }

  func tearDown() throws {
    pool?.close()
    try pool?.join()
  }
}

/// `map` of a `ThreadPool`.
final class ThreadPoolMap: Peer {
  let description = "map of ThreadPool"
  let resultMode = ResultMode.each
  let submission = Submission.map
  var threadsSpawned: Int? { width }

  private let width: Int
  private let kernel: Kernel
  private var pool: ThreadPool?

  init(width: Int, kernel: Kernel) {
    self.width = width
    self.kernel = kernel
  }

  /// Returns when as many tasks as there are threads have run at the same moment.
  func startUp() throws {
    let pool = try ThreadPool(.init(threads: width))
    self.pool = pool
    let (arrived, leave) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let meetings = try (0..<width).map { _ in
      try pool.applyAsync {
        arrived.signal()
        leave.wait()
      }
    }
    for _ in 0..<width { arrived.wait() }
    for _ in 0..<width { leave.signal() }
    for meeting in meetings { try meeting.get() }
  }

  func run(_ task: Int, of batch: Batch) throws {
    let kernel = kernel
    _ = try pool?.apply { kernel.base(task) }
  }

  func run(_ batch: Batch) throws {
    let kernel = kernel
    if let pool { batch.complete(try pool.map(0..<batch.count) { kernel.base($0) }) }
  }

  func tearDown() throws {
    pool?.close()
    try pool?.join()
  }
}

/// The seed in a worker.
private let seed = WorkerLocal<UInt64>()

enum SetSeed: WorkerFunction {
  static func run(_ value: UInt64) -> Bool {
    seed.value = value
    return true
  }
}

/// The task of `noop`.
enum SeededBase: WorkerFunction {
  static func run(_ task: Int) -> UInt64 { Kernel.base(task, seed: seed.value) }
}

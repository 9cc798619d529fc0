import Testing
import WorkerPools

/// What both pools have in common, so that the contract is written once.
protocol PoolUnderTest: Sendable {
  func submit(
    _ job: Job, callback: (@Sendable (Int) throws -> Void)?, errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<Int>
  func run(_ job: Job) throws -> Int
  func runAsynchronously(_ job: Job) async throws -> Int
  func map(_ jobs: [Job], chunkSize: Int?) throws -> [Int]
  func mapAsynchronously(_ jobs: [Job], chunkSize: Int?) async throws -> [Int]
  func submitMap(
    _ jobs: [Job], chunkSize: Int?, callback: (@Sendable ([Int]) throws -> Void)?,
    errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<[Int]>
  func lazyMap(
    isOrdered: Bool, chunkSize: Int, _ generate: @escaping @Sendable () throws -> Job?
  ) throws -> LazyResults<Int>
  func resize(to count: Int) throws
  func close()
  func join(timeout: Duration?) throws
  func join(timeout: Duration?) async throws
  func waitUntilIdle(timeout: Duration?) throws
  func waitUntilIdle(timeout: Duration?) async throws
  func terminate()
}

extension PoolUnderTest {
  func submit(_ job: Job) throws -> AsyncResult<Int> { try submit(job, callback: nil, errorCallback: nil) }
  func join() throws { try join(timeout: nil) }

  func lazyMap(_ jobs: [Job], isOrdered: Bool = true, chunkSize: Int = 1) throws -> LazyResults<Int> {
    let next = Counter()
    return try lazyMap(isOrdered: isOrdered, chunkSize: chunkSize) {
      let index = next.next()
      return index < jobs.count ? jobs[index] : nil
    }
  }

  func closeAndJoin() throws {
    close()
    try join()
  }
}

extension ProcessPool: PoolUnderTest {
  func submit(
    _ job: Job, callback: (@Sendable (Int) throws -> Void)?, errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<Int> {
    try applyAsync(RunJob.self, job, callback: callback, errorCallback: errorCallback)
  }
  func run(_ job: Job) throws -> Int { try apply(RunJob.self, job) }
  func runAsynchronously(_ job: Job) async throws -> Int { try await apply(RunJob.self, job) }
  func map(_ jobs: [Job], chunkSize: Int?) throws -> [Int] { try map(RunJob.self, jobs, chunkSize: chunkSize) }
  func mapAsynchronously(_ jobs: [Job], chunkSize: Int?) async throws -> [Int] {
    try await map(RunJob.self, jobs, chunkSize: chunkSize)
  }
  func submitMap(
    _ jobs: [Job], chunkSize: Int?, callback: (@Sendable ([Int]) throws -> Void)?,
    errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<[Int]> {
    try mapAsync(RunJob.self, jobs, chunkSize: chunkSize, callback: callback, errorCallback: errorCallback)
  }
  func lazyMap(
    isOrdered: Bool, chunkSize: Int, _ generate: @escaping @Sendable () throws -> Job?
  ) throws -> LazyResults<Int> {
    isOrdered
      ? try lazyMap(RunJob.self, chunkSize: chunkSize, generating: generate)
      : try lazyMapUnordered(RunJob.self, chunkSize: chunkSize, generating: generate)
  }
}

extension ThreadPool {
  static func make(_ threads: Int, _ choose: (inout Configuration) -> Void = { _ in }) throws -> ThreadPool {
    var configuration = Configuration(threads: threads)
    choose(&configuration)
    return try ThreadPool(configuration)
  }
}

extension ThreadPool: PoolUnderTest {
  func submit(
    _ job: Job, callback: (@Sendable (Int) throws -> Void)?, errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<Int> {
    try applyAsync(callback: callback, errorCallback: errorCallback) { try job.perform() }
  }
  func run(_ job: Job) throws -> Int { try apply { try job.perform() } }
  func runAsynchronously(_ job: Job) async throws -> Int { try await apply { try job.perform() } }
  func map(_ jobs: [Job], chunkSize: Int?) throws -> [Int] {
    try map(jobs, chunkSize: chunkSize) { try $0.perform() }
  }
  func mapAsynchronously(_ jobs: [Job], chunkSize: Int?) async throws -> [Int] {
    try await map(jobs, chunkSize: chunkSize) { try $0.perform() }
  }
  func submitMap(
    _ jobs: [Job], chunkSize: Int?, callback: (@Sendable ([Int]) throws -> Void)?,
    errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<[Int]> {
    try mapAsync(jobs, chunkSize: chunkSize, callback: callback, errorCallback: errorCallback) { try $0.perform() }
  }
  func lazyMap(
    isOrdered: Bool, chunkSize: Int, _ generate: @escaping @Sendable () throws -> Job?
  ) throws -> LazyResults<Int> {
    isOrdered
      ? try lazyMap(chunkSize: chunkSize, generating: generate) { try $0.perform() }
      : try lazyMapUnordered(chunkSize: chunkSize, generating: generate) { try $0.perform() }
  }
}

/// The pools that keep the contract.
enum PoolKind: Sendable, CaseIterable, CustomTestStringConvertible {
  case threads
  case processes(StartMethod)

  static var allCases: [PoolKind] { [.threads] + StartMethod.allCases.map { .processes($0) } }

  var isProcesses: Bool { if case .processes = self { true } else { false } }

  func make(
    _ workers: Int = 2, queueLimit: Int? = nil, whenQueueIsFull: ProcessPool.QueueFullPolicy = .wait,
    callbackErrorHandler: (@Sendable (any Error) -> Void)? = nil
  ) throws -> any PoolUnderTest {
    switch self {
    case .threads:
      try ThreadPool.make(workers) {
        $0.queueLimit = queueLimit
        $0.whenQueueIsFull = whenQueueIsFull
        $0.callbackErrorHandler = callbackErrorHandler
      }
    case .processes(let kind):
      try kind.make(workers) {
        $0.queueLimit = queueLimit
        $0.whenQueueIsFull = whenQueueIsFull
        $0.callbackErrorHandler = callbackErrorHandler
      }
    }
  }

  var testDescription: String {
    switch self {
    case .threads: "threads"
    case .processes(let kind): kind.rawValue
    }
  }
}

/// Pools of processes, whose promises are tested for each start method.
extension StartMethod {
  func configuration(
    _ workers: Int = 2, _ choose: (inout ProcessPool.Configuration) throws -> Void = { _ in }
  ) rethrows -> ProcessPool.Configuration {
    var configuration = ProcessPool.Configuration(workers: workers)
    configuration.startMethod = self
    try choose(&configuration)
    return configuration
  }

  func make(
    _ workers: Int = 2, _ choose: (inout ProcessPool.Configuration) throws -> Void = { _ in }
  ) throws -> ProcessPool {
    try ProcessPool(try configuration(workers, choose))
  }
}

extension ProcessPool {
  /// Submits a job and returns its result, which the pool can cancel.
  func start(_ job: Job) throws -> AsyncResult<Int> { try applyAsync(RunJob.self, job) }

  /// Ends the pool, whatever its tasks do.
  func terminateAndJoin() throws {
    terminate()
    try join()
  }
}

import Testing
import WorkerPools

/// What both pools have in common, so that the contract is written once.
protocol PoolUnderTest: Sendable {
  func submit(
    _ job: Job, callback: (@Sendable (Int) throws -> Void)?, errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<Int>
  func run(_ job: Job) throws -> Int
  func runAsynchronously(_ job: Job) async throws -> Int
  func close()
  func join(timeout: Duration?) throws
  func terminate()
}

extension PoolUnderTest {
  func submit(_ job: Job) throws -> AsyncResult<Int> { try submit(job, callback: nil, errorCallback: nil) }
  func join() throws { try join(timeout: nil) }

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
}

extension ThreadPool: PoolUnderTest {
  func submit(
    _ job: Job, callback: (@Sendable (Int) throws -> Void)?, errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<Int> {
    try applyAsync(callback: callback, errorCallback: errorCallback) { try job.perform() }
  }
  func run(_ job: Job) throws -> Int { try apply { try job.perform() } }
  func runAsynchronously(_ job: Job) async throws -> Int { try await apply { try job.perform() } }
}

/// The pools that keep the contract.
enum PoolKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case threads
  case processes

  func make(
    _ workers: Int = 2, callbackErrorHandler: (@Sendable (any Error) -> Void)? = nil
  ) throws -> any PoolUnderTest {
    switch self {
    case .threads:
      var configuration = ThreadPool.Configuration(threads: workers)
      configuration.callbackErrorHandler = callbackErrorHandler
      return try ThreadPool(configuration)
    case .processes:
      var configuration = ProcessPool.Configuration(workers: workers)
      configuration.callbackErrorHandler = callbackErrorHandler
      return try ProcessPool(configuration)
    }
  }

  var testDescription: String { rawValue }
}

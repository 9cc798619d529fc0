import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// Has the test fail, and not hang, where the condition does not come true; looks now and then, and blocks no thread.
func comesTrue(
  within limit: Duration = .seconds(20), _ sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else {
      Issue.record("it did not happen within \(limit)", sourceLocation: sourceLocation)
      return
    }
    try await Task.sleep(for: .milliseconds(1))
  }
}

/// Expects that the task ends because it was cancelled.
func expectCancelled<Value>(
  _ task: Task<Value, any Error>, _ sourceLocation: SourceLocation = #_sourceLocation
) async {
  do {
    _ = try await task.value
    Issue.record("it was not cancelled", sourceLocation: sourceLocation)
  } catch {
    #expect(error is CancellationError, sourceLocation: sourceLocation)
  }
}

/// The code of the pool error that `body` throws, or `nil` and a recorded issue.
func poolErrorCode(
  _ sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> PoolError.Code? {
  do {
    try await body()
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
  } catch let error as PoolError {
    return error.code
  } catch {
    Issue.record("not a pool error: \(error)", sourceLocation: sourceLocation)
  }
  return nil
}

extension Gate {
  /// As `nextArrival`, without blocking a thread of the runtime.
  func arrival() async throws -> Arrival { try await BlockingCall.run { try self.nextArrival() } }
}

extension Gate.Arrival {
  /// As `waitUntilGone`, without blocking a thread of the runtime.
  func isGone() async throws { try await BlockingCall.run { self.waitUntilGone() } }
}

/// What tests see of a pool that its users do not.
extension PoolUnderTest {
  /// How many tasks were accepted and have not begun, while so many run.
  func queuedCount(running: Int = 0) -> Int {
    switch self {
    case let pool as ProcessPool: pool.core.locked { _ in pool.core.unfinishedCount } - running
    case let pool as ThreadPool:
      pool.core.locked { pool.core.table.reduce(pool.core.queue.count) { $0 + $1.waitingCount } }
    default: preconditionFailure("a pool of another kind")
    }
  }

  /// How many wait for room in the queue.
  var roomWaiterCount: Int {
    switch self {
    case let pool as ProcessPool: pool.core.locked { _ in pool.core.waitingSubmitters.count }
    case let pool as ThreadPool: pool.core.room?.waiterCount ?? 0
    default: preconditionFailure("a pool of another kind")
    }
  }

  /// How many places of a bounded queue are taken.
  var takenPlaces: Int {
    switch self {
    case let pool as ProcessPool: pool.core.locked { _ in pool.core.unfinishedCount }
    case let pool as ThreadPool: pool.core.room?.takenPlaces ?? 0
    default: preconditionFailure("a pool of another kind")
    }
  }

  /// How many worker processes have taken another one's place.
  var restartCount: Int { (self as? ProcessPool)?.statistics.workers.map(\.restarts).reduce(0, +) ?? 0 }

  /// Whether it was closed or terminated.
  var isClosed: Bool {
    switch self {
    case let pool as ProcessPool: pool.core.isClosed
    case let pool as ThreadPool: pool.core.isClosed
    default: preconditionFailure("a pool of another kind")
    }
  }

  /// Closes the pool and waits for its end, without blocking a thread.
  func closeAndAwaitEnd() async throws {
    close()
    try await join(timeout: .seconds(30))
  }
}

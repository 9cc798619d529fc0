internal import WorkerPoolsPosix

// What blocks, for asynchronous code.
extension ProcessPool {
  /// As `init`, without blocking a thread of Swift's own while the processes start.
  public static func start(_ configuration: Configuration = Configuration()) async throws -> ProcessPool {
    try await BlockingCall.run { try ProcessPool(configuration) }
  }

  /// As the blocking `join`, without blocking a thread.
  ///
  /// Throws `CancellationError` where the Swift task is cancelled first. That ends this wait only: the pool goes on ending,
  /// and `join` can be called again.
  public func join(timeout: Duration? = nil) async throws {
    guard core.isClosed else { throw PoolError.notClosed }
    switch await core.ended.readiness(until: timeout?.deadline) {
    case .told: thread.join()
    case .timedOut: throw PoolError.timedOut("the end of the pool \(core.configuration.name)")
    case .cancelled: throw CancellationError()
    }
  }

  /// Suspends until the pool, which was closed or terminated, is over, whether or not the Swift task is cancelled.
  func joinWhateverComes() async {
    _ = await core.ended.readiness(cancellable: false)
    thread.join()
  }

  /// Blocks until there was a moment in which no task waited or ran: then all that were submitted before have ended.
  ///
  /// Results may become ready, and callbacks run, a moment later. Throws an error of the code `timedOut` where the time passed
  /// first.
  @available(*, noasync, message: "a thread must not be blocked here; await `waitUntilIdle`")
  public func waitUntilIdle(timeout: Duration? = nil) throws {
    guard core.waitUntilIdle(until: timeout?.deadline) else { throw notIdleInTime }
  }

  /// As the blocking `waitUntilIdle`, without blocking a thread.
  ///
  /// Throws `CancellationError` where the Swift task is cancelled first, which ends this wait only.
  public func waitUntilIdle(timeout: Duration? = nil) async throws {
    switch await core.idleness(until: timeout?.deadline) {
    case .told: break
    case .timedOut: throw notIdleInTime
    case .cancelled: throw CancellationError()
    }
  }

  private var notIdleInTime: PoolError { .timedOut("the end of all tasks of the pool \(core.configuration.name)") }
}

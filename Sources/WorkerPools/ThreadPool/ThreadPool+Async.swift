internal import WorkerPoolsPosix

// What blocks, for asynchronous code.
extension ThreadPool {
  /// As `init`, without blocking a thread of Swift's own while the threads run their initializers.
  public static func start(_ configuration: Configuration = Configuration()) async throws -> ThreadPool {
    try await BlockingCall.run { try ThreadPool(configuration) }
  }

  /// As the blocking `join`, without blocking a thread.
  ///
  /// A Swift task that runs on the pool may call it, too. Throws `CancellationError` where the Swift task is cancelled first.
  /// That ends this wait only: the pool goes on ending, and `join` can be called again.
  public func join(timeout: Duration? = nil) async throws {
    guard core.isClosed else { throw PoolError.notClosed }
    switch await ended.readiness(until: timeout?.deadline) {
    case .told: crew.join()
    case .timedOut: throw PoolError.timedOut("the end of the pool \(name)")
    case .cancelled: throw CancellationError()
    }
  }

  /// Suspends until the pool, which was closed or terminated, is over, whether or not the Swift task is cancelled.
  func joinWhateverComes() async {
    _ = await ended.readiness(cancellable: false)
    crew.join()
  }

  /// As the blocking `waitUntilIdle`, without blocking a thread.
  ///
  /// A Swift task that runs on the pool may call it, too: it does not run while it waits. Throws `CancellationError` where the
  /// Swift task is cancelled first, which ends this wait only.
  public func waitUntilIdle(timeout: Duration? = nil) async throws {
    switch await core.idleness(until: timeout?.deadline) {
    case .told: break
    case .timedOut: throw PoolError.timedOut("the end of all tasks of the pool \(name)")
    case .cancelled: throw CancellationError()
    }
  }

  /// As the blocking `resize`, without blocking a thread; cancelling the Swift task does not end it.
  public func resize(to threads: Int) async throws {
    try await BlockingCall.run { [self] in try resize(to: threads) }
  }
}

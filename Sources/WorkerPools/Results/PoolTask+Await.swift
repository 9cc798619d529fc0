internal import WorkerPoolsPosix

// Waiting for a task without blocking a thread.
extension PoolTask {
  /// Suspends until the task has ended; `false` where the time passed first, and the task goes on.
  ///
  /// No time is no limit. Throws `CancellationError` where the Swift task that waits is cancelled first, which ends this wait
  /// only: `cancel` ends the task.
  @discardableResult
  public final func wait(timeout: Duration? = nil) async throws -> Bool {
    switch await readiness(until: timeout?.deadline) {
    case .told: return true
    case .timedOut: return false
    case .cancelled: throw CancellationError()
    }
  }

  /// Suspends until the task has ended, or the wait for it has.
  final func readiness(until deadline: Int? = nil, cancellable: Bool = true) async -> Suspension.Wake {
    if isReady { return .told }
    let suspension = Suspension()
    add(.task(suspension))
    while !isReady {
      let wake = await suspension.suspend(until: deadline, cancellable: cancellable)
      if wake != .told, !isReady {
        forget(.task(suspension))
        return wake
      }
    }
    return .told
  }
}

extension AsyncResult {
  /// The value, when it is there; throws the task's error.
  ///
  /// Throws `CancellationError` where the Swift task that awaits it is cancelled first. That ends this wait only, since others
  /// may hold the result: `cancel` ends the task.
  public final var value: Value {
    get async throws {
      if await readiness() == .cancelled { throw CancellationError() }
      return try readyValue()
    }
  }

  /// As `value`; throws an error of the code `timedOut` where the time passed first, and the task goes on.
  public final func value(timeout: Duration) async throws -> Value {
    switch await readiness(until: timeout.deadline) {
    case .told: return try readyValue()
    case .timedOut: throw PoolError.timedOut("the result")
    case .cancelled: throw CancellationError()
    }
  }

  /// The value for the only one who knows the task: cancelling the Swift task that awaits it cancels the task, too.
  final func valueOrCancel() async throws -> Value {
    if await readiness() == .cancelled {
      cancel()
      throw CancellationError()
    }
    return try readyValue()
  }
}

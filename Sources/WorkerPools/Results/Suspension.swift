internal import WorkerPoolsPosix

/// Where one Swift task waits until somebody tells it to go on: what a `Parker` is for a thread.
///
/// The library suspends here alone. Like a parker, it is registered where the wait is for, and keeps a call to go on that
/// comes before the wait; several count as one. Whoever is told looks at its condition again. Whoever is not takes itself
/// off the list where it was registered.
final class Suspension: @unchecked Sendable {  // what changes is behind the lock
  /// Why a wait ended.
  enum Wake {
    case told
    /// The Swift task was cancelled.
    case cancelled
    case timedOut
  }

  private let lock = TaskLock()
  /// What came while nobody waited.
  private var kept: Wake?
  private var continuation: CheckedContinuation<Wake, Never>?

  /// Suspends until `wake` is called, or was since the last wait; or until the Swift task is cancelled or the deadline
  /// (`MonotonicTime`) has passed.
  ///
  /// A wait without a deadline has no timer. One that is not `cancellable` is for the end of what must not be left behind.
  func suspend(until deadline: Int? = nil, cancellable: Bool = true) async -> Wake {
    let timer = deadline.map(startTimer)
    defer { timer?.cancel() }
    if !cancellable { return await suspend() }
    return await withTaskCancellationHandler {
      await suspend()
    } onCancel: {
      end(.cancelled)
    }
  }

  /// Has the task go on.
  func wake() { end(.told) }

  private func suspend() async -> Wake {
    await withCheckedContinuation { continuation in
      if let wake = enter(continuation) { continuation.resume(returning: wake) }
    }
  }

  /// What has come already; else keeps the continuation.
  private func enter(_ continuation: CheckedContinuation<Wake, Never>) -> Wake? {
    locked {
      defer { kept = nil }
      if kept == nil { self.continuation = continuation }
      return kept
    }
  }

  /// The first end counts: one that comes too late comes again with the next wait, or makes no difference any more.
  private func end(_ wake: Wake) {
    let resumed = locked {
      defer { continuation = nil }
      if continuation == nil { kept = kept ?? wake }
      return continuation
    }
    resumed?.resume(returning: wake)
  }

  /// On Swift's global executor, which does not depend on a pool.
  private func startTimer(_ deadline: Int) -> Task<Void, Never> {
    Task.detached { [self] in
      try? await Task.sleep(nanoseconds: UInt64(max(deadline - MonotonicTime.now(), 0)))
      if !Task.isCancelled { end(.timedOut) }
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body()
  }
}

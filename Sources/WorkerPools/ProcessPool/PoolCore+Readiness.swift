internal import WorkerPoolsPosix

// Waiting until all workers are ready.
extension PoolCore {
  /// Blocks until all workers are ready at the same time; throws where that cannot happen any more, or the deadline
  /// (`MonotonicTime`) has passed.
  func awaitReady(until deadline: Int?) throws {
    let waiter = ResultWaiter.thread(.current)
    defer { locked { _ in _ = readyWaiters.forget(waiter) } }
    while try !isReady(orTell: waiter) {
      if !Parker.current.park(until: deadline) { throw notReadyInTime }
    }
  }

  /// As `awaitReady`, without blocking a thread.
  func ready(until deadline: Int?) async throws {
    try Task.checkCancellation()
    let suspension = Suspension()
    defer { locked { _ in _ = readyWaiters.forget(.task(suspension)) } }
    while try !isReady(orTell: .task(suspension)) {
      switch await suspension.suspend(until: deadline) {
      case .told: continue
      case .timedOut: throw notReadyInTime
      case .cancelled: throw CancellationError()
      }
    }
  }

  private var notReadyInTime: PoolError { .timedOut("the readiness of all workers") }

  /// Whether all workers are ready; where they are not, the waiter is told when to ask again.
  private func isReady(orTell waiter: ResultWaiter) throws(PoolError) -> Bool {
    try locked { _ throws(PoolError) in
      if let refusal { throw refusal }
      // A thread may have been woken for something else, and is on the list.
      if !state.isReady, !readyWaiters.contains(waiter) { readyWaiters.append(waiter) }
      return state.isReady
    }
  }

  /// The workers have changed: where they are ready now, or never will be, who waits for that is told.
  func tellReadyWaiters(_ aftermath: inout Aftermath) {
    guard !readyWaiters.isEmpty, state.isReady || refusal != nil else { return }
    for waiter in readyWaiters { aftermath.tell { waiter.wake() } }
    readyWaiters = []
  }
}

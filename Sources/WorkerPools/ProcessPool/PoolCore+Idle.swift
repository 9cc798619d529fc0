internal import WorkerPoolsPosix

// Waiting until no task is left.
extension PoolCore {
  /// Blocks until there was a moment without a task; `false` where the deadline (`MonotonicTime`) passed first.
  func waitUntilIdle(until deadline: Int?) -> Bool {
    let parker = Parker.current
    if isIdle(orTell: .thread(parker)) { return true }
    while true {
      let isInTime = parker.park(until: deadline)
      if wasIdle(since: .thread(parker), waitsOn: isInTime) { return true }
      if !isInTime { return false }
    }
  }

  /// As `waitUntilIdle`, without blocking a thread.
  func idleness(until deadline: Int?) async -> Suspension.Wake {
    let suspension = Suspension()
    if isIdle(orTell: .task(suspension)) { return .told }
    while true {
      let wake = await suspension.suspend(until: deadline)
      if wasIdle(since: .task(suspension), waitsOn: wake == .told) { return .told }
      if wake != .told { return wake }
    }
  }

  private func isIdle(orTell waiter: ResultWaiter) -> Bool {
    locked { _ in
      if unfinishedCount == 0 { return true }
      idlers.append(waiter)
      return false
    }
  }

  /// Whether the waiter was told; takes it off the list where it does not wait on.
  ///
  /// A thread may have been woken for something else; whoever tells it takes it off the list.
  private func wasIdle(since waiter: ResultWaiter, waitsOn: Bool) -> Bool {
    locked { _ in waitsOn ? !idlers.contains(waiter) : !idlers.forget(waiter) }
  }

  /// The last task has ended.
  func tellIdlers(_ aftermath: inout Aftermath) {
    for waiter in idlers { aftermath.tell { waiter.wake() } }
    idlers = []
  }
}

internal import WorkerPoolsPosix

// Waiting until nothing is left to do.
extension ThreadPoolCore {
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
    locked {
      if isIdle { return true }
      idlers.append(waiter)
      return false
    }
  }

  /// Whether the waiter was told; takes it off the list where it does not wait on.
  ///
  /// A thread may have been woken for something else; whoever tells it takes it off the list.
  private func wasIdle(since waiter: ResultWaiter, waitsOn: Bool) -> Bool {
    locked { waitsOn ? !idlers.contains(waiter) : !idlers.forget(waiter) }
  }

  /// Under the lock: whom to tell that there is no task.
  @inline(__always)
  func idlersToTell() -> [ResultWaiter] {
    if idlers.isEmpty || !isIdle { return [] }
    defer { idlers = [] }
    return idlers
  }

  /// Under the lock: every thread searches or sleeps, nothing waits, and nothing is being dropped.
  ///
  /// A thread that takes work from another one does not search while it does.
  private var isIdle: Bool {
    queue.count == 0 && dropping == 0 && !calls.hasCall && live == policy.searching + policy.sleeperCount
      && !table.contains { $0.waitingCount > 0 }
  }
}

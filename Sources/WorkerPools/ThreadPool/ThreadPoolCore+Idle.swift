internal import WorkerPoolsPosix

// Waiting until nothing is left to do.
extension ThreadPoolCore {
  /// Blocks until there was a moment without a task; `false` where the deadline (`MonotonicTime`) passed first.
  func waitUntilIdle(until deadline: Int?) -> Bool {
    let parker = Parker.current
    let isIdle = locked {
      if self.isIdle { return true }
      idlers.append(parker)
      return false
    }
    if isIdle { return true }
    while true {
      let isInTime = parker.park(until: deadline)
      let isTold = locked {
        // The thread may have been woken for something else; whoever tells it takes it off the list.
        guard let index = idlers.firstIndex(where: { $0 === parker }) else { return true }
        if !isInTime { idlers.remove(at: index) }
        return false
      }
      if isTold { return true }
      if !isInTime { return false }
    }
  }

  /// Under the lock: whom to tell that there is no task.
  @inline(__always)
  func idlersToTell() -> [Parker] {
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

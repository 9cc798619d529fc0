internal import DequeModule
internal import WorkerPoolsPosix

// The ends of tasks, however they come.
extension PoolCore {
  /// How long a worker that has a task may take to begin it, at least.
  private static let patienceNs = 1_000_000_000

  /// Decides a task's end, which `tell` tells it afterwards; without effect where it was decided before.
  func end(_ task: PoolTask, _ aftermath: inout Aftermath, tell: @escaping (PoolTask) -> Void) {
    if decideEnd(task, &aftermath) { aftermath.tell { tell(task) } }
  }

  /// Whether the caller is the one who is to tell the task its end.
  func decideEnd(_ task: PoolTask, _ aftermath: inout Aftermath) -> Bool {
    if task.record.contains(.hasEnded) { return false }
    task.record.insert(.hasEnded)
    dropOptions(of: task)
    task.slot = -1
    // A task of a map may end before it was submitted.
    if !task.record.contains(.isAccepted) { return true }
    unfinishedCount -= 1
    if unfinishedCount == 0, !idlers.isEmpty { tellIdlers(&aftermath) }
    wakeSubmitter(&aftermath)
    return true
  }

  /// Cancels a task; `false` where it has ended already.
  func cancel(_ task: PoolTask) -> Bool { delivery.expecting { endCancelled(task) } }

  private func endCancelled(_ task: PoolTask) -> Bool {
    locked { aftermath in
      guard !task.record.contains(.hasEnded) else { return false }
      let slot = Int(task.slot)
      let isTaken = slot < 0 || takeAway(task, slot)
      // Decided before anybody is given anything again, so that it is not sent to another worker.
      if isTaken { end(task, &aftermath) { $0.failed(PoolError.cancelled) } }
      if slot >= 0 {
        fill(slot, &aftermath)
        distribute(&aftermath)
        if isTaken, workers[slot]?.consumer == .taken { workers[slot]?.path.callConsumer() }
      }
      return isTaken
    }
  }

  /// Ends tasks silently that no worker has begun; one that a worker runs, runs on.
  func withdraw(_ tasks: [PoolTask]) {
    locked { aftermath in
      let slots = Set(tasks.map { Int($0.slot) }.filter { $0 >= 0 })
      for slot in slots { _ = takeBack(slot, .max) }
      for task in tasks where task.slot < 0 { _ = decideEnd(task, &aftermath) }
      for slot in slots { fill(slot, &aftermath) }
      distribute(&aftermath)
    }
  }

  /// Takes a task from its worker, or the worker from the pool where it runs the task; `false` where it has answered.
  private func takeAway(_ task: PoolTask, _ slot: Int) -> Bool {
    // All that it has not begun comes back first, so that nothing else can die with the worker.
    _ = takeBack(slot, .max)
    guard let position = state.position(inSlot: slot, where: { $0.task === task }) else { return true }
    if position < workers[slot]?.path.newReplies ?? 0 { return false }
    state.condemn(slot)
    return true
  }

  /// Ends the tasks that have run for too long; returns when to look again.
  func endOverdue(_ aftermath: inout Aftermath) -> Int? {
    guard taskTimeoutNs != nil || !options.isEmpty else { return nil }
    let now = MonotonicTime.now()
    var next: Int?
    for (slot, worker) in workers.all.enumerated() {
      guard let worker, let work = state.firstHeld(slot), !work.hasEnded, let limitNs = timeLimitNs(of: work) else {
        continue
      }
      let task = work.task
      let running = worker.path.runningSinceNs
      let deadline =
        running.map { $0 + limitNs }
        ?? worker.unbegunSince(task, nowNs: now) + max(limitNs, Self.patienceNs)
      if deadline > now || worker.path.newReplies > 0 {
        next = min(max(deadline, now + 1_000_000), next ?? .max)
        continue
      }
      _ = takeBack(slot, .max)
      if running == nil, state.heldCount(slot) == 0 {
        // It was stopped, or is not given a processor: another one takes its place, and its tasks.
        state.condemn(slot)
        distribute(&aftermath)
        continue
      }
      if worker.path.newReplies > 0 {
        fill(slot, &aftermath)
        continue
      }
      state.condemn(slot)
      let error = overdue(task, pid: worker.child.pid)
      end(task, &aftermath) { $0.failed(error) }
      if worker.consumer == .taken { worker.path.callConsumer() }
      distribute(&aftermath)
    }
    return next
  }

  /// Dismisses workers that have been idle for long; returns when to look again.
  func retireIdle() -> Int? {
    guard let idleTimeoutNs else { return nil }
    state.retire(idleSinceBefore: MonotonicTime.now() - idleTimeoutNs)
    return state.longestIdleSinceNs.map { $0 + idleTimeoutNs }
  }
}

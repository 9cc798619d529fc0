internal import WorkerPoolsPosix

// What the dispatcher tells the pool about processes, and asks it.
extension PoolCore {
  /// The worker in the slot, if there is one.
  func worker(_ slot: Int) -> WorkerProcess? { locked { _ in workers[slot] } }

  /// The next thing to do about a process.
  func takeAction() -> State.Action? {
    locked { _ in state.takeAction() }
  }

  var isOver: Bool { locked { _ in state.isOver && !state.hasActions } }

  /// Until when there is nothing to do, as far as is known; to be asked just before the dispatcher sleeps.
  func dispatcherDeadline(_ otherNs: Int?) -> Int? {
    locked { aftermath in
      let watchNs = watch(&aftermath)
      let overdueNs = endOverdue(&aftermath)
      let retirementNs = retireIdle()
      tellReadyWaiters(&aftermath)
      let isPending = state.hasActions || workers.present.contains { $0.hasEnded && $0.consumer != .taken }
      let deadline = [otherNs, watchNs, overdueNs, retirementNs, isPending ? 0 : nil].compactMap { $0 }.min()
      dispatcherDeadlineNs = deadline ?? .max
      return deadline
    }
  }

  /// A process was started in the slot.
  func started(_ worker: WorkerProcess, _ slot: Int) {
    locked { aftermath in
      workers[slot] = worker
      if watchDeadlineNs == .max { beginWatch() }
      statistics.started(slot, pid: worker.child.pid)
      noteStart(slot, pid: worker.child.pid, &aftermath)
    }
  }

  /// The process that was to be started in the slot is not needed.
  func neverStarted(_ slot: Int) {
    locked { aftermath in
      guard case .leaving = state.slots[slot].stage else { return }
      _ = state.ended(slot, unclaimed: 0, cause: "was not needed")
      distribute(&aftermath)
    }
  }

  /// The worker's process is gone; the caller has the consumer role and has read all replies.
  func ended(_ worker: WorkerProcess, _ slot: Int, reapNs: Int?, cause: String, error: PoolError) {
    locked { aftermath in
      workers[slot] = nil
      statistics.ended(slot, reapNs: reapNs)
      noteEnd(slot, worker, error.worker, cause: cause, &aftermath)
      lose(slot, unclaimed: worker.path.unclaimedCount, cause: cause, error: error, &aftermath)
    }
  }

  /// A process that was to be started is not there.
  func notStarted(_ slot: Int, _ error: PoolError) {
    locked { aftermath in
      let cause = "could not be started: \(error)"
      events?.note(PoolEvent(.workerNotStarted, slot: slot, cause: cause, error: error), &aftermath)
      if error.isShortage {
        watchingFailure(&aftermath) { state.couldNotStart(slot, cause: error.description) }
      } else {
        lose(slot, unclaimed: 0, cause: cause, error: error, &aftermath)
      }
    }
  }

  private func lose(_ slot: Int, unclaimed: Int, cause: String, error: PoolError, _ aftermath: inout Aftermath) {
    let held = state.heldCount(slot)
    let casualties = watchingFailure(&aftermath) {
      error.isFinal
        ? state.cannotServe(slot, cause: error.description)
        : state.ended(slot, unclaimed: min(unclaimed, held), cause: cause)
    }
    for work in casualties {
      end(work.task, &aftermath) { $0.failed(error) }
      work.discard()
    }
    distribute(&aftermath)
  }

  /// Runs `body`, after which the pool may have given up.
  private func watchingFailure<Result>(_ aftermath: inout Aftermath, _ body: () -> Result) -> Result {
    let hadFailed = state.failure != nil
    let result = body()
    if let failure = state.failure {
      refuse(PoolError(failure), &aftermath)
      if !hadFailed { events?.note(PoolEvent(.poolGaveUp, error: PoolError(failure)), &aftermath) }
    }
    tellReadyWaiters(&aftermath)
    return result
  }

  /// Ends a task that no worker gets.
  func drop(_ work: QueuedTask, _ error: PoolError) {
    locked { end(work.task, &$0) { $0.failed(error) } }
    work.discard()
  }

  /// The pool is over: who waits for its workers waits in vain.
  func refuseAsTerminated() {
    locked { refuse(.terminated, &$0) }
  }
}

internal import WorkerPoolsPosix

// Workers that damage the memory which they share with their host.
extension PoolCore {
  /// How long it takes at most until it is seen that a busy worker has spoilt a word which nobody happens to read.
  private static let watchIntervalNs = 100_000_000

  /// Ends a worker that has written what cannot be; under the lock.
  ///
  /// Nobody waits for its replies any more. What it held ends, or runs elsewhere, when the dispatcher has collected it.
  func condemnDamaged(_ slot: Int, _ worker: WorkerProcess) {
    state.misbehaved(slot)
    if worker.consumer == .taken { worker.path.callConsumer() }
  }

  /// The worker says that its payload lies where nothing is; with the consumer role, without the lock.
  func damagedPayload(_ slot: Int, _ worker: WorkerProcess) -> PoolError {
    locked { _ in
      worker.path.report("the place of what a task returned")
      condemnDamaged(slot, worker)
      return worker.damageError
    }
  }

  /// A worker has something to do: busy ones are looked at now and then from now on; under the lock.
  ///
  /// Because a task can spoil the words by which one side wakes the other, a thread that waits for its result might sleep for
  /// ever. An idle pool is not looked at.
  func beginWatch() {
    watchDeadlineNs = MonotonicTime.now() + Self.watchIntervalNs
    needDispatcher(at: watchDeadlineNs)
  }

  /// Looks at the workers where it is time to; returns when to look again.
  func watch() -> Int? {
    guard watchDeadlineNs != .max else { return nil }
    let now = MonotonicTime.now()
    if now < watchDeadlineNs { return watchDeadlineNs }
    for (slot, worker) in workers.all.enumerated() {
      if let worker { inspect(slot, worker) }
    }
    let isNeeded = state.busyCount > 0 || workers.present.contains { !$0.isReady }
    watchDeadlineNs = isNeeded ? now + Self.watchIntervalNs : .max
    return isNeeded ? watchDeadlineNs : nil
  }

  /// Looks at a worker whose process has ended; with the consumer role, before its last replies make room for more tasks.
  func inspectOnce(_ slot: Int, _ worker: WorkerProcess) { locked { _ in inspect(slot, worker) } }

  private func inspect(_ slot: Int, _ worker: WorkerProcess) {
    worker.path.inspect()
    let hasReplies = worker.path.newReplies > 0
    if worker.path.isDamaged {
      condemnDamaged(slot, worker)
    } else if hasReplies, worker.consumer == .taken {
      // Whoever reads them may have missed its wake-up.
      worker.path.callConsumer()
    }
  }
}

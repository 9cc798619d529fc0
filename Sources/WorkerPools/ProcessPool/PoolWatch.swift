internal import WorkerPoolsPosix

// Workers that damage the memory which they share with their host.
extension PoolCore {
  /// How long it takes at most until it is seen that a busy worker has spoilt a word which nobody happens to read.
  private static let watchIntervalNs = 100_000_000
  /// After so many looks at which a worker has not begun what it holds, one that has nothing to do gets it.
  private static let looksUntilTheft = 10
  /// After so many looks at which a worker sleeps and has not begun what it holds, it is ended.
  private static let looksUntilEnd = 100
  /// After each so many looks at one request, the thread that waits for its answer looks at its own part.
  private static let looksBetweenCalls = 10

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
  /// ever, or a worker that holds a task. An idle pool is not looked at.
  func beginWatch() {
    watchDeadlineNs = MonotonicTime.now() + Self.watchIntervalNs
    needDispatcher(at: watchDeadlineNs)
  }

  /// Looks at the workers where it is time to; returns when to look again.
  func watch(_ aftermath: inout Aftermath) -> Int? {
    guard watchDeadlineNs != .max else { return nil }
    let now = MonotonicTime.now()
    if now < watchDeadlineNs { return watchDeadlineNs }
    for (slot, worker) in workers.all.enumerated() {
      guard let worker else { continue }
      inspect(slot, worker)
      if worker.isReady, !worker.path.isDamaged { urge(slot, worker, &aftermath) }
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

  /// Has a worker go on that may have missed a wake-up, or takes away what it does not begin.
  ///
  /// Looks are counted, and not time, so that a machine that stood still has not tried anybody's patience. A worker that is
  /// stopped, or waits for a processor, keeps its place: what it holds goes to others as soon as they have nothing to do.
  private func urge(_ slot: Int, _ worker: WorkerProcess, _ aftermath: inout Aftermath) {
    let looks = worker.looksWithoutAnswer()
    guard looks > 0, worker.path.newReplies == 0 else { return }
    let hasBegunNothing = worker.path.hasBegunNothing
    if hasBegunNothing || looks > 1 { worker.path.wakeAnyway() }
    if looks % Self.looksBetweenCalls == 0, worker.consumer == .taken { worker.path.callConsumer() }
    guard hasBegunNothing, looks >= Self.looksUntilTheft else { return }
    if looks >= Self.looksUntilEnd, looks % Self.looksBetweenCalls == 0, sleeps(worker) {
      endIdler(slot, worker, &aftermath)
    } else if state.hasIdle {
      passOn(slot, &aftermath)
    }
  }

  /// Whether all threads of the worker sleep; without procfs nobody can tell, and it had time enough.
  private func sleeps(_ worker: WorkerProcess) -> Bool { ProcessActivity.of(pid: worker.child.pid)?.isAsleep ?? true }

  private func endIdler(_ slot: Int, _ worker: WorkerProcess, _ aftermath: inout Aftermath) {
    _ = takeBack(slot, .max)
    guard state.heldCount(slot) == 0 else { return }
    worker.condemnAsIdler()
    state.misbehaved(slot)
    distribute(&aftermath)
  }

  /// Has others run what the worker holds and has not begun.
  private func passOn(_ slot: Int, _ aftermath: inout Aftermath) {
    guard takeBack(slot, .max) else { return }
    distribute(&aftermath)
    fill(slot, &aftermath)
    state.rest(slot)
  }
}

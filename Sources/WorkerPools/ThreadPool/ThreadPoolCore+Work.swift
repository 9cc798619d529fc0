internal import Synchronization
internal import WorkerPoolsPosix

// What the threads of a pool ask it for.
extension ThreadPoolCore {
  /// A block of fewer tasks is thin.
  private static let thinBlock = 16
  /// Tasks that last this long come as they are: the moment in which they could gather would cost more than it saves.
  private static let gatheredNs = 1_000
  /// A thread that watches says once in so many times, and one, on which core it is.
  private static let coreMask = 255

  /// The first block of the queue for a thread whose own is empty.
  func take(_ worker: ThreadPoolWorker) -> Turn {
    lock.lock()
    if let call = stopWatching(worker) {
      let woken = found(worker, outside: 1)
      lock.unlock()
      woken?.parker.unpark()
      return .call(call)
    }
    if refusal?.code == .terminated || live > target {
      let woken = leave(worker)
      let told = idlersToTell()
      lock.unlock()
      woken?.parker.unpark()
      for idler in told { idler.wake() }
      return .leave
    }
    // An order to shrink may have been meant for it and obeyed by another one.
    if worker.waitingCount > 0 {
      lock.unlock()
      return .work(isThin: false)
    }
    guard let block = queue.takeFirst() else {
      if !worker.isSearching { policy.searches() }
      worker.isSearching = true
      let maySpin = policy.searching == 1 && live - policy.sleeperCount < max(cores, 2)
      if maySpin, refusal == nil { watch(worker) }
      let told = idlersToTell()
      lock.unlock()
      for idler in told { idler.wake() }
      return .search(maySpin: maySpin)
    }
    backlogHint.store(queue.count, ordering: .relaxed)
    let isThin = !worker.isSearching && block.count < Self.thinBlock && typicalNs < Self.gatheredNs
    queue.keep(worker.exchange(block))
    let woken = found(worker)
    lock.unlock()
    woken?.parker.unpark()
    return .work(isThin: isThin)
  }

  /// A thread takes work from another one's place, in one step.
  ///
  /// Tasks on their way would be in nobody's count, and another thread would sleep beside them.
  func foundElsewhere(_ worker: ThreadPoolWorker, _ take: () -> Void) {
    let woken = locked {
      defer { take() }
      if let call = stopWatching(worker) { append(.task(call)) }
      return found(worker)
    }
    woken?.parker.unpark()
  }

  /// Under the lock: the thread that searches, and is the only one, may be handed a call from now on.
  private func watch(_ worker: ThreadPoolWorker) {
    worker.isWatching = true
    worker.watchCount &+= 1
    let isLong = typicalNs >= Self.longTaskNs
    worker.watchWeight = isLong ? 1 : Self.sampleWeight
    calls.open(
      isTimed: isLong || worker.watchCount & (Self.sampleWeight - 1) == 0,
      core: worker.watchCount & Self.coreMask == 0 ? Processor.current : nil)
  }

  /// Under the lock: the thread watches no longer; returns what it was handed.
  private func stopWatching(_ worker: ThreadPoolWorker) -> ThreadCall? {
    guard worker.isWatching else { return nil }
    worker.isWatching = false
    return calls.close()
  }

  /// Whom to wake when a thread has found work; under the lock.
  ///
  /// Whatever is left anywhere may have counted on that thread. So many of the tasks that it has found are in nobody's count.
  func found(_ worker: ThreadPoolWorker, outside: Int = 0) -> ThreadPoolWorker? {
    guard worker.isSearching else { return nil }
    worker.isSearching = false
    let left = policy.sleeperCount == 0 ? 0 : table.reduce(queue.count + outside - 1) { $0 + $1.waitingCount }
    return policy.found(left: max(left, 0), typicalNs: typicalNs).map { table[$0] }
  }

  /// Whether a thread that looks without the lock sees something to do.
  func seesWork(_ worker: ThreadPoolWorker, _ peers: [ThreadPoolWorker]) -> Bool {
    (worker.isWatching ? calls.isOver : backlogHint.load(ordering: .relaxed) > 0)
      || peers.contains { $0 !== worker && $0.waitingCount > 0 }
  }

  /// What a thread does that has found nothing; `isTick` where it came back from a sleep as sentry.
  func rest(_ worker: ThreadPoolWorker, isTick: Bool) -> Rest {
    lock.lock()
    defer { lock.unlock() }
    if let call = stopWatching(worker) { append(.task(call)) }
    if queue.count > 0 || table.contains(where: { $0 !== worker && $0.waitingCount > 0 }) { return .again }
    if live > target { return .again }
    if refusal != nil {
      _ = leave(worker)
      return .leave
    }
    if isTick, policy.isStuck(progress: table.reduce(0) { $0 + $1.finishedCount }) {
      typical.store(WakePolicy.unknownNs, ordering: .relaxed)
    }
    let othersAwake = live - policy.sleeperCount - 1
    worker.isSearching = false
    return .sleep(isSentry: policy.sleeps(worker.slot, othersAwake: othersAwake, typicalNs: typicalNs))
  }

  /// The time of a sentry has passed; `false` where it was woken at the same moment.
  func cameBack(_ worker: ThreadPoolWorker) -> Bool { locked { policy.cameBack(worker.slot) } }

  /// A task was timed.
  func timed(waitedNs: Int, ranNs: Int) {
    typical.store(min(max(ranNs, 20), WakePolicy.unknownNs), ordering: .relaxed)
    times.withLock { $0.record(waitedNs: waitedNs, ranNs: ranNs) }
  }
}

internal import WorkerPoolsPosix

/// The threads of a pool, from their start to their end.
final class ThreadCrew: Sendable {
  let samples = ThreadPoolSamples()
  private let core: ThreadPoolCore
  private let configuration: ThreadPool.Configuration
  private let onEnd: @Sendable () -> Void
  private struct Member {
    let thread: PlatformThread
    /// Whether the thread has nothing more to do than to end.
    let isOut: Locked<Bool>
  }

  private let members = Locked<[Member]>([])
  /// The cores that the pool's maker may use; a thread has those of whoever has started it.
  private let cores = CoreCount.affinity
  /// The signals that the pool's maker blocks; tasks find these, whoever has started the thread.
  private let signalMask = SignalMask.current
  /// One call fills up at a time.
  private let filling = PlainLock()

  /// `onEnd` runs in the last thread of a pool that ends, as the last thing it does.
  init(
    _ core: ThreadPoolCore, _ configuration: ThreadPool.Configuration, onEnd: @escaping @Sendable () -> Void
  ) {
    self.core = core
    self.configuration = configuration
    self.onEnd = onEnd
  }

  var containsCurrentThread: Bool { members.withLock { $0.contains(where: \.thread.isCurrent) } }

  /// Starts threads until there are as many as wanted; returns when their initializers have run, and throws where one threw.
  func fill() throws {
    filling.lock()
    defer { filling.unlock() }
    joinThoseThatAreOut()
    let workers = core.reserve()
    let begins = workers.map { _ in AsyncResult<Void>() }
    var failure: (any Error)?
    for (worker, begin) in zip(workers, begins) {
      do {
        try start(worker, begin)
      } catch {
        failure = failure ?? error
        core.withdraw(worker)
        if core.hasLeft() { onEnd() }
        begin.complete(.success(()))
      }
    }
    for begin in begins {
      do { try begin.get() } catch { failure = failure ?? PoolError.initializerFailed(error) }
    }
    if let failure { throw failure }
  }

  private func start(_ worker: ThreadPoolWorker, _ begin: AsyncResult<Void>) throws {
    let isOut = Locked(false)
    let createdNs = MonotonicTime.now()
    // In one step: what the thread calls looks for it there.
    try members.withLock { members in
      let thread = try PlatformThread.startForPool(
        name: configuration.threadName(worker.slot), stackSize: configuration.stackSize, signalMask: signalMask
      ) { [self] in
        samples.began(createdNs: createdNs)
        run(worker, begin)
        if core.hasLeft() { onEnd() }
        isOut.withLock { $0 = true }
      }
      members.append(Member(thread: thread, isOut: isOut))
    }
  }

  /// So that a pool which is resized again and again keeps no stacks.
  private func joinThoseThatAreOut() {
    let out = members.withLock { members in
      let split = members.partition { $0.isOut.withLock { $0 } }
      defer { members.removeSubrange(split...) }
      return Array(members[split...])
    }
    for member in out { member.thread.join() }
  }

  private func run(_ worker: ThreadPoolWorker, _ begin: AsyncResult<Void>) {
    do {
      if configuration.pinsThreads { try pin(worker.slot) }
      try configuration.initializer?()
    } catch {
      core.withdraw(worker)
      begin.complete(.failure(error))
      return
    }
    begin.complete(.success(()))
    worker.run(core)
    configuration.exitHook?()
  }

  private func pin(_ slot: Int) throws {
    if !cores.isEmpty { try CoreCount.setAffinity([cores[slot % cores.count]]) }
  }

  /// Collects all threads, which have ended or are about to.
  func join() {
    for member in members.withLock({ $0 }) {
      member.thread.join()
      samples.collected()
    }
    // The system gives their handles to other threads now.
    members.withLock { $0 = [] }
  }
}

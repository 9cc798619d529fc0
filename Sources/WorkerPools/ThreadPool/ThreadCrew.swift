internal import WorkerPoolsPosix

/// The threads of a pool, from their start to their end.
final class ThreadCrew: Sendable {
  let samples = ThreadPoolSamples()
  private let core: ThreadPoolCore
  private let configuration: ThreadPool.Configuration
  private let onEnd: @Sendable () -> Void
  private let threads = Locked<[PlatformThread]>([])
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

  var containsCurrentThread: Bool { threads.withLock { $0.contains(where: \.isCurrent) } }

  /// Starts threads until there are as many as wanted; returns when their initializers have run, and throws where one threw.
  func fill() throws {
    filling.lock()
    defer { filling.unlock() }
    let workers = core.reserve()
    let begins = workers.map { _ in AsyncResult<Void>() }
    var failure: (any Error)?
    for (worker, begin) in zip(workers, begins) {
      do {
        try start(worker, begin)
      } catch {
        failure = failure ?? error
        core.withdraw(worker)
        begin.complete(.success(()))
      }
    }
    for begin in begins {
      do { try begin.get() } catch { failure = failure ?? PoolError.initializerFailed(error) }
    }
    if let failure { throw failure }
  }

  private func start(_ worker: ThreadPoolWorker, _ begin: AsyncResult<Void>) throws {
    let createdNs = MonotonicTime.now()
    let thread = try PlatformThread.startForPool(
      name: configuration.threadName(worker.slot), stackSize: configuration.stackSize
    ) { [self] in
      samples.began(createdNs: createdNs)
      run(worker, begin)
      if core.isLastToLeave() { onEnd() }
    }
    threads.withLock { $0.append(thread) }
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
    let cores = CoreCount.affinity
    if !cores.isEmpty { try CoreCount.setAffinity([cores[slot % cores.count]]) }
  }

  /// Collects all threads, which have ended or are about to.
  func join() {
    for thread in threads.withLock({ $0 }) {
      thread.join()
      samples.collected()
    }
  }
}

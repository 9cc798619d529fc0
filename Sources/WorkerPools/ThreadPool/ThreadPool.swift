internal import WorkerPoolsPosix

/// Threads that stay, and run one task after the other.
///
/// ```swift
/// let pool = try ThreadPool()
/// let squares = try pool.map(1...1_000) { $0 * $0 }
/// pool.close()
/// try pool.join()
/// ```
///
/// The vocabulary is that of `ProcessPool`, with closures for functions; a task's own error arrives as it was thrown. Safe
/// to use from any thread. The threads are the pool's own and are joined, never detached.
///
/// A task may submit to its own pool and wait for what it has submitted, in a pool of one thread, too: whoever waits, on a
/// thread of the pool, for a task of the pool that has not begun runs it. Up to 256 tasks may wait so, one inside the other,
/// where the stack has room for them.
///
/// A pool is ended by `close` and `join`, or by `terminate` and `join`. When the last reference to an open pool goes away,
/// the pool is terminated, and a line on standard error says so.
public final class ThreadPool: Sendable {
  let core: ThreadPoolCore
  let delivery: Delivery
  /// One size is made true at a time.
  private let resizing = PlainLock()
  let ended = AsyncResult<Void>()
  let crew: ThreadCrew
  let name: String

  var submission: ThreadSubmission { ThreadSubmission(core: core) }
  var samples: ThreadPoolSamples { crew.samples }

  /// Starts the threads; returns when they have run their initializers.
  ///
  /// Throws a `PoolError` where the configuration makes no sense, a thread cannot be started, or an initializer throws, and
  /// then leaves nothing behind.
  public init(_ configuration: Configuration = Configuration()) throws {
    try configuration.check()
    name = configuration.name
    let room = configuration.queueLimit.map {
      QueueRoom(limit: $0, threads: configuration.threads, fails: configuration.whenQueueIsFull == .fail)
    }
    core = ThreadPoolCore(threads: configuration.threads, room: room)
    delivery = Delivery(poolName: name, errorHandler: configuration.callbackErrorHandler)
    crew = ThreadCrew(core, configuration) { [delivery, ended] in
      delivery.stop()
      ended.complete(.success(()))
    }
    do {
      try crew.fill()
    } catch {
      core.terminate()
      crew.join()
      throw error
    }
  }

  deinit {
    if !core.isClosed {
      PoolLog.write("the last reference to the open thread pool \(name) is gone, which terminates it; close it first")
      core.terminate()
    }
  }

  // MARK: The end

  /// Takes no more tasks; threads end when all accepted tasks have ended.
  ///
  /// Harmless when repeated.
  public func close() {
    samples.orderedToEnd()
    core.close()
  }

  /// Ends every task that has not begun with an error; those that run, run to their end.
  ///
  /// What was handed to `submit` and has not begun is dropped. Returns at once; `join` waits until it is done. Harmless when
  /// repeated.
  public func terminate() {
    samples.orderedToEnd()
    core.terminate()
  }

  /// Blocks until all tasks have ended, all callbacks have run, and all threads are gone.
  ///
  /// Throws a `PoolError` where the pool is still open, where a callback or a task of this pool calls it, or where the time
  /// passed first; then it can be called again.
  @available(*, noasync, message: "a thread must not be blocked here; await `join`")
  public func join(timeout: Duration? = nil) throws {
    guard core.isClosed else { throw PoolError.notClosed }
    guard !delivery.isCurrent, !crew.containsCurrentThread else { throw PoolError.joinedFromInside }
    guard ended.wait(timeout: timeout) else { throw PoolError.timedOut("the end of the pool \(name)") }
    crew.join()
  }

  // MARK: While it runs

  /// Blocks until there was a moment in which no task waited or ran: then all that were submitted before have ended.
  ///
  /// For tasks that were handed to `submit`, whose ends nobody else tells. Callbacks may still be on their way, and so may the
  /// end of a task that another thread has just cancelled. Throws a `PoolError` where a thread of this pool calls it, which
  /// would wait for itself, or where the time passed first.
  @available(*, noasync, message: "a thread must not be blocked here; await `waitUntilIdle`")
  public func waitUntilIdle(timeout: Duration? = nil) throws {
    if crew.containsCurrentThread { throw PoolError.waitedForIdleFromInside }
    guard core.waitUntilIdle(until: timeout?.deadline) else {
      throw PoolError.timedOut("the end of all tasks of the pool \(name)")
    }
  }

  /// Has so many threads from now on, at least 1; those that are too many end when the tasks that they run have ended.
  ///
  /// Returns when the new threads have run their initializers. Throws a `PoolError` where the number makes no sense, the pool
  /// is closed, or a thread cannot be started; then the pool keeps the size that it had.
  @available(*, noasync, message: "a thread must not be blocked here; await `resize`")
  public func resize(to threads: Int) throws {
    try Configuration.checkThreads(threads)
    resizing.lock()
    defer { resizing.unlock() }
    let before = try core.setTarget(threads)
    core.room?.resize(threads: threads)
    do {
      try crew.fill()
      // It may have been closed before the threads began.
      try core.checkOpen()
    } catch {
      if (try? core.setTarget(before)) != nil { core.room?.resize(threads: before) }
      throw error
    }
  }

  /// What the pool has done so far.
  public var statistics: Statistics { core.statistics }

  /// How many times a thread was told to wake up.
  package var wakeUpCount: Int { core.wakeUps }
}

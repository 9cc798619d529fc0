internal import WorkerPoolsPosix

/// Threads that stay, and run one task after the other.
///
/// The vocabulary is that of `ProcessPool`, with closures for functions; a task's own error arrives as it was thrown. Safe
/// to use from any thread. The threads are the pool's own and are joined, never detached.
///
/// A pool is ended by `close` and `join`, or by `terminate` and `join`. When the last reference to an open pool goes away,
/// the pool is terminated, and a line on standard error says so.
public final class ThreadPool: Sendable {
  private let queue: ThreadPoolQueue
  private let delivery: Delivery
  private let ended = AsyncResult<Void>()
  private let threads: Locked<[PlatformThread]>
  let samples = ThreadPoolSamples()
  private let name: String

  /// Starts the threads; throws a `PoolError`, and leaves nothing, where that is not possible.
  public init(_ configuration: Configuration = Configuration()) throws {
    try configuration.check()
    name = configuration.name
    queue = ThreadPoolQueue(threads: configuration.threads)
    delivery = Delivery(poolName: name, errorHandler: configuration.callbackErrorHandler)
    threads = Locked([])
    for index in 0..<configuration.threads { try startThread(index, configuration) }
  }

  deinit {
    if !queue.isClosed {
      PoolLog.write("the last reference to the open thread pool \(name) is gone, which terminates it; close it first")
      queue.terminate()
    }
  }

  private func startThread(_ index: Int, _ configuration: Configuration) throws {
    let threadName = configuration.name.utf8.prefix(12)
    let createdNs = MonotonicTime.now()
    do {
      let thread = try PlatformThread.startForPool(
        name: "\(String(decoding: threadName, as: UTF8.self))-\(index)", stackSize: configuration.stackSize
      ) { [queue, delivery, ended, samples] in
        samples.began(createdNs: createdNs)
        guard queue.serve() else { return }
        delivery.stop()
        ended.complete(.success(()))
      }
      threads.withLock { $0.append(thread) }
    } catch {
      queue.terminate()
      for thread in threads.withLock({ $0 }) { thread.join() }
      throw error
    }
  }

  // MARK: Tasks

  /// Submits a task and returns at once.
  ///
  /// The callbacks run on one thread of the pool, one after another in order of completion, and each before its result
  /// becomes ready: `callback` with the value, or `errorCallback` with the error. What they throw goes to the
  /// configuration's handler. Throws a `PoolError` where the pool takes no tasks.
  @discardableResult
  public func applyAsync<Output: Sendable>(
    callback: (@Sendable (Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil,
    _ body: @escaping @Sendable () throws -> Output
  ) throws -> AsyncResult<Output> {
    let result = TaskResult(callbacks: try Callbacks(delivery, onValue: callback, onError: errorCallback))
    let work = ThreadPoolQueue.Work(
      run: { result.end(Result(catching: body)) }, fail: { result.end(.failure($0)) })
    try queue.submit(work)
    return result
  }

  /// Runs a task on a thread of the pool and blocks until it has ended.
  @available(*, noasync, message: "await the asynchronous `apply` instead")
  public func apply<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) throws -> Output {
    try withExtendedLifetime(self) { try applyAsync(body).get() }
  }

  /// Runs a task on a thread of the pool.
  public func apply<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
    let output = try await applyAsync(body).value
    withExtendedLifetime(self) {}
    return output
  }

  // MARK: The end

  /// Takes no more tasks; threads end when all accepted tasks have ended.
  ///
  /// Harmless when repeated.
  public func close() {
    samples.orderedToEnd()
    queue.close()
  }

  /// Ends every task that has not begun with an error; those that run, run to their end.
  ///
  /// Returns at once; `join` waits until it is done. Harmless when repeated.
  public func terminate() {
    samples.orderedToEnd()
    queue.terminate()
  }

  /// Blocks until all tasks have ended, all callbacks have run, and all threads are gone.
  ///
  /// Throws a `PoolError` where the pool is still open, where a callback or a task of this pool calls it, or where the time
  /// passed first; then it can be called again.
  @available(*, noasync, message: "a thread must not be blocked here")
  public func join(timeout: Duration? = nil) throws {
    guard queue.isClosed else { throw PoolError.notClosed }
    let threads = threads.withLock { $0 }
    guard !delivery.isCurrent, !threads.contains(where: \.isCurrent) else { throw PoolError.joinedFromInside }
    guard ended.wait(timeout: timeout) else { throw PoolError.timedOut("the end of the pool \(name)") }
    collect(threads)
  }

  /// As `join`, without blocking a thread.
  func joined() async throws {
    guard queue.isClosed else { throw PoolError.notClosed }
    try await ended.value
    collect(threads.withLock { $0 })
  }

  private func collect(_ threads: [PlatformThread]) {
    for thread in threads {
      thread.join()
      samples.collected()
    }
  }
}

internal import WorkerPoolsPosix

/// Worker processes that stay, and run one task after the other.
///
/// ```swift
/// let pool = try ProcessPool()
/// let result = try pool.applyAsync(Square.self, 3)
/// print(try result.get())
/// pool.close()
/// try pool.join()
/// ```
///
/// Safe to use from any thread. Every accepted task ends exactly once: with a value, with the error that it threw
/// (`RemoteError`), or with a `PoolError`. A worker's death costs the task that it was running and nothing else. When the
/// host process dies, however it dies, its workers die with it.
///
/// A pool is ended by `close` and `join`, or by `terminate` and `join`. When the last reference to an open pool goes away,
/// the pool is terminated, and a line on standard error says so.
public final class ProcessPool: Sendable {
  private let inbox: PoolInbox
  private let board: PoolBoard
  private let delivery: Delivery
  private let ended = AsyncResult<Void>()
  private let thread: PlatformThread
  private let name: String

  /// Starts the workers.
  ///
  /// Returns before they are ready; tasks may be submitted at once. Throws a `PoolError` where the configuration makes no
  /// sense or a worker cannot be started, and then leaves nothing behind.
  public init(_ configuration: Configuration = Configuration()) throws {
    try configuration.check()
    name = configuration.name
    board = PoolBoard(workers: configuration.workers)
    delivery = Delivery(poolName: name, errorHandler: configuration.callbackErrorHandler)
    do {
      inbox = try PoolInbox()
      let dispatcher = try PoolDispatcher(configuration, inbox: inbox, board: board)
      thread = try Self.start(dispatcher, name: name) { [delivery, ended] in
        delivery.stop()
        ended.complete(.success(()))
      }
    } catch let error as PosixError {
      throw PoolError.cannotStart(error)
    }
  }

  deinit {
    if !inbox.isClosed {
      PoolLog.write("the last reference to the open process pool \(name) is gone, which terminates it; close it first")
      inbox.terminate()
    }
  }

  private static func start(
    _ dispatcher: PoolDispatcher, name: String, whenOver: @escaping @Sendable () -> Void
  ) throws -> PlatformThread {
    do {
      return try PlatformThread.startForPool(name: name) {
        dispatcher.run()
        whenOver()
      }
    } catch {
      dispatcher.abandonProcesses()
      throw error
    }
  }

  // MARK: Tasks

  /// Submits a task and returns at once.
  ///
  /// The callbacks run on one thread of the pool, one after another in order of completion, and each before its result
  /// becomes ready: `callback` with the value, or `errorCallback` with the error. What they throw goes to the
  /// configuration's handler. Throws a `PoolError` where the pool takes no tasks, the function cannot be found by workers,
  /// or the input cannot be encoded.
  @discardableResult
  public func applyAsync<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input,
    callback: (@Sendable (Function.Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> AsyncResult<Function.Output> {
    try submit(function, input, slot: nil, callback: callback, errorCallback: errorCallback)
  }

  /// Runs a task in a worker and blocks until it has ended.
  @available(*, noasync, message: "await the asynchronous `apply` instead")
  public func apply<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) throws -> Function.Output {
    try withExtendedLifetime(self) { try applyAsync(function, input).get() }
  }

  /// Runs a task in a worker.
  public func apply<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) async throws -> Function.Output {
    let output = try await applyAsync(function, input).value
    withExtendedLifetime(self) {}
    return output
  }

  private func submit<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, slot: Int?,
    callback: (@Sendable (Function.Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> AsyncResult<Function.Output> {
    let registered = try inbox.register(function)
    let body = try registered.input.encode(input)
    let completion = try Completion(
      delivery: delivery, onValue: callback, onError: errorCallback, isSlow: registered.output.isSlow)
    let end = TypedTaskEnd(registered, completion)
    try inbox.submit(PoolTask(function: registered.number, body: body, end: end), slot: slot)
    return completion.result
  }

  // MARK: The end

  /// Takes no more tasks; workers end when all accepted tasks have ended.
  ///
  /// Harmless when repeated.
  public func close() { inbox.close() }

  /// Ends everything: kills the workers, with all that their tasks have started, and ends each task with an error.
  ///
  /// Returns at once; `join` waits until it is done. Harmless when repeated.
  public func terminate() { inbox.terminate() }

  /// Blocks until all tasks have ended, all callbacks have run, and all workers and threads are gone.
  ///
  /// Throws a `PoolError` where the pool is still open, where a callback of this pool calls it, or where the time passed
  /// first; then it can be called again.
  @available(*, noasync, message: "a thread must not be blocked here")
  public func join(timeout: Duration? = nil) throws {
    guard inbox.isClosed else { throw PoolError.notClosed }
    guard !delivery.isCurrent else { throw PoolError.joinedFromInside }
    guard ended.wait(timeout: timeout) else { throw PoolError.timedOut("the end of the pool \(name)") }
    thread.join()
  }

  /// As `join`, without blocking a thread.
  func joined() async throws {
    guard inbox.isClosed else { throw PoolError.notClosed }
    try await ended.value
    thread.join()
  }
}

// MARK: For measuring

extension ProcessPool {
  /// The process identifiers of the workers that live now, in the order of their slots.
  package var workerIdentifiers: [Int32] { board.current.pids.filter { $0 != 0 } }

  /// From each spawn call to the worker's first own instruction, in nanoseconds.
  package var spawnSamples: [Int] { board.current.spawnSamples }

  /// From each order to end to the worker's collection, in nanoseconds; complete after `join`.
  package var reapSamples: [Int] { board.current.reapSamples }

  /// Blocks until all workers are ready; throws where that cannot happen any more.
  package func awaitReady() throws { try board.awaitReady() }

  /// Runs a task once in each worker, at the same time as others or not, and returns the outputs in the workers' order.
  package func runOnEachWorker<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) throws -> [Function.Output] {
    let results = try board.current.pids.indices.map { try submit(function, input, slot: $0) }
    return try results.map { try $0.get() }
  }
}

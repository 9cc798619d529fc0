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
  let core: PoolCore
  let thread: PlatformThread

  /// Starts the workers.
  ///
  /// Returns before they are ready; tasks may be submitted at once. Throws a `PoolError` where the configuration makes no
  /// sense, the system lacks what a pool needs, or a worker cannot be started, and then leaves nothing behind. That the
  /// processes cannot be workers shows only when they run: then the pool gives up at once, and every task fails with an error
  /// of the code `cannotStart` that says why.
  public init(_ configuration: Configuration = Configuration()) throws {
    try configuration.check()
    try StartRequirements.check(configuration)
    let surroundings = try Surroundings(configuration)
    do {
      core = try PoolCore(configuration.withAnchoredExecutable)
    } catch {
      throw PoolError.cannotStart(error)
    }
    let dispatcher = try PoolDispatcher(core, surroundings)
    do {
      try core.events?.start()
      thread = try PlatformThread.startForPool(name: configuration.name, signalMask: .internalThread) { [core] in
        dispatcher.run()
        core.delivery.stop()
        core.events?.stop()
        core.bell.close()
        core.ended.complete(.success(()))
      }
    } catch {
      dispatcher.abandonProcesses()
      core.events?.stop()
      throw error
    }
  }

  deinit {
    if !core.isClosed {
      PoolLog.write(
        "the last reference to the open process pool \(core.configuration.name) is gone, which terminates it; close it first"
      )
      core.terminate()
    }
    core.forgetFunctions()
  }

  // MARK: Tasks

  /// Submits a task and returns at once, or when the queue has room where that is limited.
  ///
  /// The callbacks run on one thread of the pool, one after another in order of completion, and each before its result
  /// becomes ready: `callback` with the value, or `errorCallback` with the error. What they throw goes to the
  /// configuration's handler. Throws a `PoolError` where the pool takes no tasks, the function cannot be found by workers,
  /// or the input cannot be encoded or is too large. Asynchronous code that must not wait for room on its thread awaits `apply`
  /// in a task of its own instead.
  @discardableResult
  @inlinable  // so that the caller's code, which knows the types, passes numbers as they are
  public func applyAsync<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input,
    callback: (@Sendable (Function.Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> AsyncResult<Function.Output> {
    if Word.isRepresentation(of: Function.Input.self), callback == nil, errorCallback == nil,
      let task = try submit(word: unsafeBitCast(input, to: UInt64.self), to: ObjectIdentifier(function))
    {
      return unsafeDowncast(task, to: AsyncResult<Function.Output>.self)
    }
    return try submit(function, input, callback: callback, errorCallback: errorCallback)
  }

  /// A task whose input is that word; `nil` where the function is not the one that was used last.
  @usableFromInline
  func submit(word: UInt64, to type: ObjectIdentifier) throws -> PoolTask? {
    guard core.configuration.maxPayloadBytes >= Word.size, let task = core.makeTask(type) else { return nil }
    task.bytes.set(word: word)
    try core.submit(task)
    return task
  }

  @usableFromInline
  func submit<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, callback: (@Sendable (Function.Output) throws -> Void)?,
    errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<Function.Output> {
    let task = try task(function, input, callback: callback, errorCallback: errorCallback)
    try core.submit(task)
    return task
  }

  /// Runs a task in a worker and blocks until it has ended.
  @available(*, noasync, message: "await the asynchronous `apply` instead")
  @inlinable
  public func apply<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) throws -> Function.Output {
    try withExtendedLifetime(self) { try applyAsync(function, input).get() }
  }

  /// Runs a task in a worker; waits for room in the queue, and for the result, without blocking a thread.
  ///
  /// Where the Swift task that awaits it is cancelled, it throws `CancellationError` at once, and the task is cancelled: one
  /// that waits never runs, and a worker that runs it is replaced.
  public func apply<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) async throws -> Function.Output {
    try Task.checkCancellation()
    defer { withExtendedLifetime(self) {} }
    let task = try task(function, input)
    if try await core.submit(awaitingRoom: task) == .cancelled { throw CancellationError() }
    return try await task.valueOrCancel()
  }

  func task<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input,
    callback: (@Sendable (Function.Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> CallTask<Function> {
    let registered = try core.register(function)
    let callbacks =
      callback == nil && errorCallback == nil
      ? nil : try Callbacks(core.delivery, onValue: callback, onError: errorCallback)
    let task = registered.taskType.init(registered, callbacks: callbacks)
    try task.setInput(input, registered.input, limit: core.configuration.maxPayloadBytes)
    return task
  }

  // MARK: The end

  /// Takes no more tasks; workers end when all accepted tasks have ended.
  ///
  /// Harmless when repeated.
  public func close() { core.close() }

  /// Ends everything: kills the workers, with all that their tasks have started, and ends each task with an error.
  ///
  /// Returns at once; `join` waits until it is done. Harmless when repeated.
  public func terminate() { core.terminate() }

  /// Blocks until all tasks have ended, all callbacks have run, and all workers and threads are gone.
  ///
  /// Throws a `PoolError` where the pool is still open, where a callback or the event handler of this pool calls it, or where the
  /// time passed first; then it can be called again.
  @available(*, noasync, message: "a thread must not be blocked here; await `join`")
  public func join(timeout: Duration? = nil) throws {
    guard core.isClosed else { throw PoolError.notClosed }
    guard !core.delivery.isCurrent, core.events?.isCurrent != true else { throw PoolError.joinedFromInside }
    guard core.ended.wait(timeout: timeout) else {
      throw PoolError.timedOut("the end of the pool \(core.configuration.name)")
    }
    thread.join()
  }

  // MARK: While it runs

  /// Has so many workers from now on, at least 1; those that are too many end when they have nothing to do any more.
  ///
  /// Throws a `PoolError` where the number makes no sense or the pool is closed.
  public func resize(to workers: Int) throws { try core.resize(to: workers) }

  /// What the pool has done so far.
  public var statistics: Statistics { core.locked { _ in core.statistics.snapshot } }
}

// MARK: For measuring

extension ProcessPool {
  /// The process identifiers of the workers that live now, in the order of their slots.
  package var workerIdentifiers: [Int32] { statistics.workers.compactMap(\.pid) }

  /// How often tasks were announced to a worker so far, one or several at a time; those that were taken back count again.
  package var announcementCount: Int { core.locked { _ in core.announcementCount } }

  /// From each spawn call to the worker's first own instruction, in nanoseconds; the newest 1,024.
  package var spawnSamples: [Int] { core.locked { _ in core.statistics.spawnNs.values } }

  /// From each order to end to the worker's collection, in nanoseconds; the newest 1,024, complete after `join`.
  package var reapSamples: [Int] { core.locked { _ in core.statistics.reapNs.values } }
}

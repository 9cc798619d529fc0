internal import WorkerPoolsPosix

// Single tasks.
extension ThreadPool {
  /// Submits a task whose end nobody wants to know, and returns at once, or when the queue has room where that is limited.
  ///
  /// It costs less than `applyAsync`, which makes a result. `close` and `join` wait for the task; `terminate` drops it where it
  /// has not begun. Throws a `PoolError` where the pool takes no tasks.
  public func submit(_ body: __owned @escaping @Sendable () -> Void) throws {
    guard let room = core.room else {
      try core.submit(.closure(body))
      return
    }
    try submission.submit(BoundedClosure(body, room))
  }

  /// Submits a task and returns at once, or when the queue has room where that is limited.
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
    let task = try task(body, callback: callback, errorCallback: errorCallback)
    try submission.submit(task)
    return task
  }

  /// Runs a task on a thread of the pool and blocks until it has ended.
  ///
  /// Called by a task of the same pool, it runs the new one at once, on the same thread.
  @available(*, noasync, message: "await the asynchronous `apply` instead")
  public func apply<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) throws -> Output {
    if let worker = ThreadPoolWorker.current(of: core.identity) { return try apply(body, inside: worker) }
    return try withExtendedLifetime(self) {
      let task = try task(body, callback: nil, errorCallback: nil)
      // A thread that has woken another one leaves the core to it: it may be the one on which that is to run.
      if try submission.submit(task) { task.isSpinWorthwhile = false }
      return try task.get()
    }
  }

  private func apply<Output>(_ body: () throws -> Output, inside worker: ThreadPoolWorker) throws -> Output {
    try core.checkOpen()
    if worker.isTooDeep { throw PoolError.waitsTooDeep }
    return try worker.nest(body)
  }

  /// Runs a task on a thread of the pool; waits for room in the queue, and for the result, without blocking a thread.
  public func apply<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
    let task = try task(body, callback: nil, errorCallback: nil)
    try await submission.submit(awaitingRoom: task)
    let output = try await task.value
    withExtendedLifetime(self) {}
    return output
  }

  private func task<Output>(
    _ body: @escaping @Sendable () throws -> Output, callback: (@Sendable (Output) throws -> Void)?,
    errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> ThreadTask<Output> {
    let callbacks =
      callback == nil && errorCallback == nil
      ? nil : try Callbacks(delivery, onValue: callback, onError: errorCallback)
    return ThreadTask(core.identity, core.room, callbacks: callbacks, body)
  }
}

internal import WorkerPoolsPosix

// Single tasks.
extension ThreadPool {
  /// Submits a task whose end nobody wants to know, and returns at once, or when the queue has room where that is limited.
  ///
  /// It costs less than `applyAsync`, which makes a result. `close` and `join` wait for the task; `terminate` drops it where it
  /// has not begun. Throws a `PoolError` where the pool takes no tasks. Asynchronous code that must not wait for room on its
  /// thread awaits `apply` instead, or starts a Swift task that prefers the pool as its executor.
  public func submit(_ body: consuming @escaping @Sendable () -> Void) throws {
    if let room = core.room { return try submission.submit(body, in: room) }
    try core.submit(.closure(consume body))
  }

  /// Submits a task and returns at once, or when the queue has room where that is limited.
  ///
  /// The callbacks run on one thread of the pool, one after another in order of completion, and each before its result
  /// becomes ready: `callback` with the value, or `errorCallback` with the error. What they throw goes to the
  /// configuration's handler. Throws a `PoolError` where the pool takes no tasks. Asynchronous code that must not wait for room
  /// on its thread awaits `apply` in a task of its own instead.
  @discardableResult
  @inlinable  // so that the task is compiled for the type of its value
  public func applyAsync<Output: Sendable>(
    callback: (@Sendable (Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil,
    _ body: @escaping @Sendable () throws -> Output
  ) throws -> AsyncResult<Output> {
    let callbacks =
      callback == nil && errorCallback == nil ? nil : try callbacks(callback, errorCallback)
    let task = ThreadTask<Output>(self, callbacks) { $0.keep(body) }
    try submit(task)
    return task
  }

  /// Runs a task on a thread of the pool and blocks until it has ended.
  ///
  /// Called by a task of the same pool, it runs the new one at once, on the same thread.
  @available(*, noasync, message: "await the asynchronous `apply` instead")
  @inlinable  // so that the value is returned as the type that it is
  public func apply<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) throws -> Output {
    var frame = CallFrame(body)
    try withUnsafeMutablePointer(to: &frame) { frame in
      try call(frame) { $0.assumingMemoryBound(to: CallFrame<Output>.self).pointee.run() }
    }
    guard let outcome = frame.outcome else { preconditionFailure("a call that ended has an outcome") }
    return try outcome.get()
  }

  /// Has a thread of the pool perform the call in that frame, and blocks until it has.
  @usableFromInline
  func call(_ frame: UnsafeMutableRawPointer, _ perform: @escaping (UnsafeMutableRawPointer) -> Void) throws {
    if let worker = ThreadPoolWorker.current(of: core.identity) {
      try core.checkOpen()
      if worker.isTooDeep { throw PoolError.waitsTooDeep }
      return worker.nest { perform(frame) }
    }
    try withExtendedLifetime(self) {
      let call = ThreadCall(frame, core.room, perform)
      call.wait(hasWoken: try submission.submit(call))
      if let refusal = call.refusal { throw refusal }
    }
  }

  /// Runs a task on a thread of the pool; waits for room in the queue, and for the result, without blocking a thread.
  ///
  /// Where the Swift task that awaits it is cancelled, it throws `CancellationError` at once, and the closure never runs where
  /// it has not begun; one that runs goes on, and what it returns is dropped.
  public func apply<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
    try Task.checkCancellation()
    defer { withExtendedLifetime(self) {} }
    let task = ThreadTask<Output>(self, nil) { $0.keep(body) }
    if try await submission.submit(awaitingRoom: task) == .cancelled { throw CancellationError() }
    return try await task.valueOrCancel()
  }

  @usableFromInline
  func submit<Output>(_ task: ThreadTask<Output>) throws { try submission.submit(task) }

  @usableFromInline
  func callbacks<Output>(
    _ callback: (@Sendable (Output) throws -> Void)?, _ errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> Callbacks<Output>? {
    try Callbacks(delivery, onValue: callback, onError: errorCallback)
  }
}

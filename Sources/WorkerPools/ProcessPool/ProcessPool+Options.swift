// Single tasks with options of their own; without any they take the shorter way in ProcessPool.swift.
extension ProcessPool {
  /// Submits a task that has options of its own; otherwise as without.
  ///
  /// Throws an error of the code `invalidConfiguration`, too, where an option is out of its range.
  @discardableResult
  public func applyAsync<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, options: TaskOptions,
    callback: (@Sendable (Function.Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> AsyncResult<Function.Output> {
    let task = try task(function, input, callback: callback, errorCallback: errorCallback)
    try core.submit(task, options)
    return task
  }

  /// Runs a task that has options of its own in a worker and blocks until it has ended.
  @available(*, noasync, message: "await the asynchronous `apply` instead")
  public func apply<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, options: TaskOptions
  ) throws -> Function.Output {
    try withExtendedLifetime(self) { try applyAsync(function, input, options: options).get() }
  }

  /// Runs a task that has options of its own in a worker, without blocking a thread.
  public func apply<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, options: TaskOptions
  ) async throws -> Function.Output {
    try Task.checkCancellation()
    defer { withExtendedLifetime(self) {} }
    let task = try task(function, input)
    if try await core.submit(awaitingRoom: task, options) == .cancelled { throw CancellationError() }
    return try await task.valueOrCancel()
  }

  /// Submits an asynchronous function with options of its own; otherwise as without.
  @discardableResult
  @_disfavoredOverload
  public func applyAsync<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, options: TaskOptions,
    callback: (@Sendable (Function.Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> AsyncResult<Function.Output> {
    try applyAsync(
      AwaitedFunction<Function>.self, input, options: options, callback: callback, errorCallback: errorCallback)
  }

  /// Runs an asynchronous function with options of its own in a worker and blocks until it has ended.
  @available(*, noasync, message: "await the asynchronous `apply` instead")
  @_disfavoredOverload
  public func apply<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, options: TaskOptions
  ) throws -> Function.Output {
    try apply(AwaitedFunction<Function>.self, input, options: options)
  }

  /// Runs an asynchronous function with options of its own in a worker, without blocking a thread.
  @_disfavoredOverload
  public func apply<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, options: TaskOptions
  ) async throws -> Function.Output {
    try await apply(AwaitedFunction<Function>.self, input, options: options)
  }
}

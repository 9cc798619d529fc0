// Everything that a pool does with a `WorkerFunction`, with an `AsyncWorkerFunction`.
//
// Disfavoured, so that a type which conforms to both protocols is taken as a `WorkerFunction` and no call is ambiguous.
extension ProcessPool {
  /// Submits an asynchronous function; otherwise as with a `WorkerFunction`.
  @discardableResult
  @_disfavoredOverload
  public func applyAsync<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ input: Function.Input,
    callback: (@Sendable (Function.Output) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> AsyncResult<Function.Output> {
    try submit(AwaitedFunction<Function>.self, input, callback: callback, errorCallback: errorCallback)
  }

  /// Runs an asynchronous function in a worker and blocks until it has ended.
  @available(*, noasync, message: "await the asynchronous `apply` instead")
  @_disfavoredOverload
  public func apply<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) throws -> Function.Output {
    try apply(AwaitedFunction<Function>.self, input)
  }

  /// Runs an asynchronous function in a worker; waits for room in the queue, and for the result, without blocking a thread.
  @_disfavoredOverload
  public func apply<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) async throws -> Function.Output {
    try await apply(AwaitedFunction<Function>.self, input)
  }

  /// Runs an asynchronous function on each input, the inputs of a chunk one after the other; otherwise as with a
  /// `WorkerFunction`.
  @available(*, noasync, message: "await the asynchronous `map` instead")
  @_disfavoredOverload
  public func map<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input>, chunkSize: Int? = nil
  ) throws -> [Function.Output] {
    try map(AwaitedFunction<Function>.self, inputs, chunkSize: chunkSize)
  }

  /// As the blocking `map`, without blocking a thread.
  @_disfavoredOverload
  public func map<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input>, chunkSize: Int? = nil
  ) async throws -> [Function.Output] {
    try await map(AwaitedFunction<Function>.self, inputs, chunkSize: chunkSize)
  }

  /// Submits an asynchronous function for each input, in chunks; otherwise as with a `WorkerFunction`.
  @discardableResult
  @_disfavoredOverload
  public func mapAsync<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input>, chunkSize: Int? = nil,
    callback: (@Sendable ([Function.Output]) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> AsyncResult<[Function.Output]> {
    try mapAsync(
      AwaitedFunction<Function>.self, inputs, chunkSize: chunkSize, callback: callback, errorCallback: errorCallback)
  }

  /// The outputs of an asynchronous function over the inputs, in order; otherwise as with a `WorkerFunction`.
  @_disfavoredOverload
  public func lazyMap<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input> & Sendable, chunkSize: Int = 1
  ) throws -> LazyResults<Function.Output> {
    try lazyMap(AwaitedFunction<Function>.self, inputs, chunkSize: chunkSize)
  }

  /// As `lazyMap` over a sequence, with inputs that `generate` gives until it returns `nil`, or throws.
  @_disfavoredOverload
  public func lazyMap<Function: AsyncWorkerFunction>(
    _ function: Function.Type, chunkSize: Int = 1,
    generating generate: @escaping @Sendable () throws -> Function.Input?
  ) throws -> LazyResults<Function.Output> {
    try lazyMap(AwaitedFunction<Function>.self, chunkSize: chunkSize, generating: generate)
  }

  /// The outputs of an asynchronous function over the inputs, each as soon as it is there; otherwise as `lazyMap`.
  @_disfavoredOverload
  public func lazyMapUnordered<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input> & Sendable, chunkSize: Int = 1
  ) throws -> LazyResults<Function.Output> {
    try lazyMapUnordered(AwaitedFunction<Function>.self, inputs, chunkSize: chunkSize)
  }

  /// As `lazyMapUnordered` over a sequence, with inputs that `generate` gives until it returns `nil`, or throws.
  @_disfavoredOverload
  public func lazyMapUnordered<Function: AsyncWorkerFunction>(
    _ function: Function.Type, chunkSize: Int = 1,
    generating generate: @escaping @Sendable () throws -> Function.Input?
  ) throws -> LazyResults<Function.Output> {
    try lazyMapUnordered(AwaitedFunction<Function>.self, chunkSize: chunkSize, generating: generate)
  }

  /// Runs an asynchronous function once in each worker; otherwise as with a `WorkerFunction`.
  @available(*, noasync, message: "await the asynchronous `runOnEachWorker` instead")
  @_disfavoredOverload
  public func runOnEachWorker<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) throws -> [Function.Output] {
    try runOnEachWorker(AwaitedFunction<Function>.self, input)
  }

  /// As the blocking `runOnEachWorker`, without blocking a thread.
  @_disfavoredOverload
  public func runOnEachWorker<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) async throws -> [Function.Output] {
    try await runOnEachWorker(AwaitedFunction<Function>.self, input)
  }
}

extension ProcessPool.Configuration {
  /// Has each new worker run an asynchronous function before its first task; otherwise as with a `WorkerFunction`.
  @_disfavoredOverload
  public mutating func setInitializer<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ argument: Function.Input
  ) throws {
    try setInitializer(AwaitedFunction<Function>.self, argument)
  }

  /// Has each worker that ends without being killed run an asynchronous function after its last task; otherwise as with a
  /// `WorkerFunction`.
  @_disfavoredOverload
  public mutating func setExitHook<Function: AsyncWorkerFunction>(
    _ function: Function.Type, _ argument: Function.Input
  ) throws {
    try setExitHook(AwaitedFunction<Function>.self, argument)
  }
}

// A function over many inputs, in chunks.
extension ProcessPool {
  /// Runs the function on each input and blocks until all outputs are there, in the order of the inputs.
  ///
  /// The inputs are sent in chunks of that many, at least 1, each to one worker; without a size, so that each worker gets
  /// about four. The first error, of a task or of the pool, is thrown and ends the map: chunks that have not begun are not
  /// run. A function of several arguments takes a struct.
  @available(*, noasync, message: "await the asynchronous `map` instead")
  @inlinable  // so that the caller's code, which knows the types, makes the array
  public func map<Function: WorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input>, chunkSize: Int? = nil
  ) throws -> [Function.Output] {
    try withExtendedLifetime(self) { try mapAsync(function, inputs, chunkSize: chunkSize).get() }
  }

  /// As the blocking `map`, without blocking a thread.
  ///
  /// Where the Swift task that awaits it is cancelled, it throws `CancellationError` at once, and all chunks are cancelled:
  /// those that wait never run, and workers that run one are replaced.
  @inlinable
  public func map<Function: WorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input>, chunkSize: Int? = nil
  ) async throws -> [Function.Output] {
    try await mapArray(function, Array(inputs), chunkSize: chunkSize)
  }

  @usableFromInline
  func mapArray<Function: WorkerFunction>(
    _ function: Function.Type, _ inputs: [Function.Input], chunkSize: Int?
  ) async throws -> [Function.Output] {
    try Task.checkCancellation()
    defer { withExtendedLifetime(self) {} }
    let (result, tasks) = try prepareMap(function, inputs, chunkSize: chunkSize)
    if core.refusesWhenFull {
      try submit(tasks, of: result)
      return try await result.valueOrCancel()
    }
    do {
      for task in tasks {
        if try await core.submit(awaitingRoom: task) == .cancelled { break }
      }
    } catch {
      result.giveUp(error)
    }
    return try await result.valueOrCancel()
  }

  /// Submits the function for each input, in chunks, and returns at once, or when the queue has room where that is limited.
  ///
  /// The result is the array of all outputs, in order, or the first error. `callback` is called once with the whole array,
  /// or `errorCallback` once with the error; see `applyAsync`. Throws a `PoolError` where the pool takes no tasks, or is not to
  /// wait and has no room for all chunks; then it calls neither, and no chunk runs. Asynchronous code that must not wait for room
  /// on its thread awaits `map` in a task of its own instead.
  @discardableResult
  @inlinable
  public func mapAsync<Function: WorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input>, chunkSize: Int? = nil,
    callback: (@Sendable ([Function.Output]) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> AsyncResult<[Function.Output]> {
    try mapArrayAsync(
      function, Array(inputs), chunkSize: chunkSize, callback: callback, errorCallback: errorCallback)
  }

  @usableFromInline
  func mapArrayAsync<Function: WorkerFunction>(
    _ function: Function.Type, _ inputs: [Function.Input], chunkSize: Int?,
    callback: (@Sendable ([Function.Output]) throws -> Void)?,
    errorCallback: (@Sendable (any Error) throws -> Void)?
  ) throws -> AsyncResult<[Function.Output]> {
    let (result, tasks) = try prepareMap(
      function, inputs, chunkSize: chunkSize, callback: callback, errorCallback: errorCallback)
    if core.refusesWhenFull {
      try submit(tasks, of: result)
      return result
    }
    var submitted = 0
    do {
      for task in tasks {
        try core.submit(task)
        submitted += 1
      }
    } catch {
      if submitted == 0 { try neverBegan(result, error) }
      result.giveUp(error)
    }
    return result
  }

  /// Submits all chunks of a map; if there is no room for all, throws, and none of them runs.
  private func submit<Function: WorkerFunction>(
    _ tasks: [ChunkTask<Function>], of result: MapResult<Function>
  ) throws {
    do {
      try core.submit(all: tasks)
    } catch {
      try neverBegan(result, error)
    }
  }

  /// Of a map that never began, nobody is told but the caller.
  private func neverBegan<Function: WorkerFunction>(_ result: MapResult<Function>, _ error: any Error) throws {
    result.callbacks = nil
    result.giveUp(error)
    throw error
  }

  private func prepareMap<Function: WorkerFunction>(
    _ function: Function.Type, _ inputs: [Function.Input], chunkSize: Int?,
    callback: (@Sendable ([Function.Output]) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil
  ) throws -> (MapResult<Function>, [ChunkTask<Function>]) {
    let size = try Self.checked(chunkSize) ?? max(1, (inputs.count + currentTarget * 4 - 1) / (currentTarget * 4))
    try core.checkOpen()
    let registered = try core.register(function)
    let callbacks = try Callbacks(core.delivery, onValue: callback, onError: errorCallback)
    let starts = stride(from: 0, to: inputs.count, by: size)
    let result = MapResult(registered, chunks: starts.underestimatedCount, callbacks: callbacks)
    let tasks = try starts.enumerated().map { index, start in
      let part = Array(inputs[start..<min(start + size, inputs.count)])
      return try ChunkTask(registered, part, index: index, sink: result)
    }
    for task in tasks { result.add(task) }
    return (result, tasks)
  }

  /// The outputs of the function over the inputs, in order, each as soon as it and those before it are there.
  ///
  /// Inputs are drawn as results are consumed, a few chunks ahead. Throws a `PoolError` as `applyAsync` does.
  public func lazyMap<Function: WorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input> & Sendable, chunkSize: Int = 1
  ) throws -> LazyResults<Function.Output> {
    try lazy(function, chunkSize: chunkSize, isOrdered: true, LazyInputs(inputs))
  }

  /// As `lazyMap` over a sequence, with inputs that `generate` gives until it returns `nil`, or throws.
  ///
  /// It is called by whoever asks for results, one call at a time.
  public func lazyMap<Function: WorkerFunction>(
    _ function: Function.Type, chunkSize: Int = 1,
    generating generate: @escaping @Sendable () throws -> Function.Input?
  ) throws -> LazyResults<Function.Output> {
    try lazy(function, chunkSize: chunkSize, isOrdered: true, LazyInputs(generating: generate))
  }

  /// The outputs of the function over the inputs, each as soon as it is there; otherwise as `lazyMap`.
  public func lazyMapUnordered<Function: WorkerFunction>(
    _ function: Function.Type, _ inputs: some Sequence<Function.Input> & Sendable, chunkSize: Int = 1
  ) throws -> LazyResults<Function.Output> {
    try lazy(function, chunkSize: chunkSize, isOrdered: false, LazyInputs(inputs))
  }

  /// As `lazyMapUnordered` over a sequence, with inputs that `generate` gives until it returns `nil`, or throws.
  public func lazyMapUnordered<Function: WorkerFunction>(
    _ function: Function.Type, chunkSize: Int = 1,
    generating generate: @escaping @Sendable () throws -> Function.Input?
  ) throws -> LazyResults<Function.Output> {
    try lazy(function, chunkSize: chunkSize, isOrdered: false, LazyInputs(generating: generate))
  }

  private func lazy<Function: WorkerFunction>(
    _ function: Function.Type, chunkSize: Int, isOrdered: Bool, _ inputs: sending LazyInputs<Function.Input>
  ) throws -> LazyResults<Function.Output> {
    _ = try Self.checked(chunkSize)
    let chunks = LazyChunks(
      try core.register(function), core: core, chunkSize: chunkSize, isOrdered: isOrdered, ahead: currentTarget * 4,
      inputs: inputs)
    try core.checkOpen()
    chunks.begin()
    return LazyResults(chunks)
  }

  private var currentTarget: Int { core.locked { _ in core.state.target } }

  private static func checked(_ chunkSize: Int?) throws -> Int? {
    if let chunkSize, chunkSize < 1 {
      throw PoolError(.invalidConfiguration, "a chunk holds at least 1 input, not \(chunkSize)")
    }
    return chunkSize
  }
}

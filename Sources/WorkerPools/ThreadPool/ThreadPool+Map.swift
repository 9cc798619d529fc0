internal import WorkerPoolsPosix

// A closure over many inputs, in chunks.
extension ThreadPool {
  /// So many chunks there are for each thread, where nobody says how large they are.
  private static let chunksPerThread = 16

  /// Runs the closure on each input and blocks until all outputs are there, in the order of the inputs.
  ///
  /// The inputs are taken in chunks of that many, at least 1, each by one thread; without a size, so that each thread gets
  /// about sixteen. The first error, of the closure or of the pool, is thrown and ends the map: chunks that have not begun are
  /// not run.
  @available(*, noasync, message: "await the asynchronous `map` instead")
  @inlinable  // so that the loop over a chunk is compiled for the types
  public func map<Input: Sendable, Output: Sendable>(
    _ inputs: some Sequence<Input>, chunkSize: Int? = nil, _ body: @escaping @Sendable (Input) throws -> Output
  ) throws -> [Output] {
    try withExtendedLifetime(self) { try mapAsync(inputs, chunkSize: chunkSize, body).get() }
  }

  /// As the blocking `map`, without blocking a thread.
  ///
  /// Where the Swift task that awaits it is cancelled, it throws `CancellationError` at once: chunks that have not begun never
  /// run, and those that run end before their next input.
  @inlinable
  public func map<Input: Sendable, Output: Sendable>(
    _ inputs: some Sequence<Input>, chunkSize: Int? = nil, _ body: @escaping @Sendable (Input) throws -> Output
  ) async throws -> [Output] {
    let inputs = Array(inputs)
    let storage = MapStorage<Output>(count: inputs.count)
    return try await finishMap(storage, chunkSize: chunkSize, work: storage.work(on: inputs, body))
  }

  /// Submits the closure for each input, in chunks, and returns at once, or when the queue has room where that is limited.
  ///
  /// The result is the array of all outputs, in order, or the first error. `callback` is called once with the whole array,
  /// or `errorCallback` once with the error; see `applyAsync`. Throws a `PoolError` where the pool takes no tasks, or is not to
  /// wait and has no room for all chunks; then it calls neither, and no chunk runs. Asynchronous code that must not wait for room
  /// on its thread awaits `map` in a task of its own instead.
  @discardableResult
  @inlinable
  public func mapAsync<Input: Sendable, Output: Sendable>(
    _ inputs: some Sequence<Input>, chunkSize: Int? = nil,
    callback: (@Sendable ([Output]) throws -> Void)? = nil,
    errorCallback: (@Sendable (any Error) throws -> Void)? = nil,
    _ body: @escaping @Sendable (Input) throws -> Output
  ) throws -> AsyncResult<[Output]> {
    let inputs = Array(inputs)
    let storage = MapStorage<Output>(count: inputs.count)
    return try startMap(
      storage, chunkSize: chunkSize, callback: callback, errorCallback: errorCallback,
      work: storage.work(on: inputs, body))
  }

  @usableFromInline
  func startMap<Output: Sendable>(
    _ storage: MapStorage<Output>, chunkSize: Int?, callback: (@Sendable ([Output]) throws -> Void)?,
    errorCallback: (@Sendable (any Error) throws -> Void)?, work: @escaping @Sendable (Range<Int>) throws -> Void
  ) throws -> AsyncResult<[Output]> {
    let callbacks = try Callbacks(delivery, onValue: callback, onError: errorCallback)
    let (result, chunks) = try prepareMap(storage, chunkSize: chunkSize, callbacks: callbacks, work: work)
    if submission.refusesWhenFull {
      try submit(chunks, of: result)
      return result
    }
    var submitted = 0
    do {
      for chunk in chunks {
        try submission.submit(chunk)
        submitted += 1
      }
    } catch {
      for chunk in chunks[submitted...] { chunk.abandon() }
      if submitted == 0 { try neverBegan(result, error) }
      result.giveUp(error)
    }
    return result
  }

  /// Submits all chunks of a map; if there is no room for all, throws, and none of them runs.
  private func submit<Output>(_ chunks: [ThreadMapChunk], of result: ThreadMapResult<Output>) throws {
    do {
      try submission.enter(chunks.count)
    } catch {
      for chunk in chunks { chunk.abandon() }
      try neverBegan(result, error)
    }
    for (index, chunk) in chunks.enumerated() {
      do {
        try submission.submitEntered(chunk)
      } catch {
        // It has given its place back; the others do as the map ends.
        chunk.abandon()
        if index == 0 { try neverBegan(result, error) }
        result.giveUp(error)
        return
      }
    }
  }

  /// Of a map that never began, nobody is told but the caller.
  private func neverBegan<Output>(_ result: ThreadMapResult<Output>, _ error: any Error) throws {
    result.callbacks = nil
    result.giveUp(error)
    throw error
  }

  @usableFromInline
  func finishMap<Output: Sendable>(
    _ storage: MapStorage<Output>, chunkSize: Int?, work: @escaping @Sendable (Range<Int>) throws -> Void
  ) async throws -> [Output] {
    try Task.checkCancellation()
    defer { withExtendedLifetime(self) {} }
    let (result, chunks) = try prepareMap(storage, chunkSize: chunkSize, callbacks: nil, work: work)
    if submission.refusesWhenFull {
      try submit(chunks, of: result)
      return try await result.valueOrCancel()
    }
    var submitted = 0
    do {
      for chunk in chunks {
        if try await submission.submit(awaitingRoom: chunk) == .cancelled { break }
        submitted += 1
      }
      for chunk in chunks[submitted...] { chunk.abandon() }
    } catch {
      for chunk in chunks[submitted...] { chunk.abandon() }
      result.giveUp(error)
    }
    return try await result.valueOrCancel()
  }

  private func prepareMap<Output>(
    _ storage: MapStorage<Output>, chunkSize: Int?, callbacks: Callbacks<[Output]>?,
    work: @escaping @Sendable (Range<Int>) throws -> Void
  ) throws -> (ThreadMapResult<Output>, [ThreadMapChunk]) {
    let count = storage.count
    let parts = core.targetCount * Self.chunksPerThread
    let size = try Self.checked(chunkSize) ?? max(1, (count + parts - 1) / parts)
    try core.checkOpen()
    let starts = stride(from: 0, to: count, by: size)
    let result = ThreadMapResult(
      storage, chunks: starts.underestimatedCount, pool: core.identity, callbacks: callbacks, work: work)
    let chunks = starts.map { ThreadMapChunk(result, $0..<min($0 + size, count), core.room) }
    result.set(chunks)
    return (result, chunks)
  }

  private static func checked(_ chunkSize: Int?) throws -> Int? {
    if let chunkSize, chunkSize < 1 {
      throw PoolError(.invalidConfiguration, "a chunk holds at least 1 input, not \(chunkSize)")
    }
    return chunkSize
  }

  // MARK: Lazily

  /// The outputs of the closure over the inputs, in order, each as soon as it and those before it are there.
  ///
  /// Inputs are drawn as results are consumed, a few chunks ahead. Throws a `PoolError` as `applyAsync` does.
  public func lazyMap<Input: Sendable, Output: Sendable>(
    _ inputs: some Sequence<Input> & Sendable, chunkSize: Int = 1, _ body: @escaping @Sendable (Input) throws -> Output
  ) throws -> LazyResults<Output> {
    try lazy(chunkSize: chunkSize, isOrdered: true, LazyInputs(inputs), body)
  }

  /// As `lazyMap` over a sequence, with inputs that `generate` gives until it returns `nil`, or throws.
  ///
  /// It is called by whoever asks for results, one call at a time.
  public func lazyMap<Input: Sendable, Output: Sendable>(
    chunkSize: Int = 1, generating generate: @escaping @Sendable () throws -> Input?,
    _ body: @escaping @Sendable (Input) throws -> Output
  ) throws -> LazyResults<Output> {
    try lazy(chunkSize: chunkSize, isOrdered: true, LazyInputs(generating: generate), body)
  }

  /// The outputs of the closure over the inputs, each as soon as it is there; otherwise as `lazyMap`.
  public func lazyMapUnordered<Input: Sendable, Output: Sendable>(
    _ inputs: some Sequence<Input> & Sendable, chunkSize: Int = 1, _ body: @escaping @Sendable (Input) throws -> Output
  ) throws -> LazyResults<Output> {
    try lazy(chunkSize: chunkSize, isOrdered: false, LazyInputs(inputs), body)
  }

  /// As `lazyMapUnordered` over a sequence, with inputs that `generate` gives until it returns `nil`, or throws.
  public func lazyMapUnordered<Input: Sendable, Output: Sendable>(
    chunkSize: Int = 1, generating generate: @escaping @Sendable () throws -> Input?,
    _ body: @escaping @Sendable (Input) throws -> Output
  ) throws -> LazyResults<Output> {
    try lazy(chunkSize: chunkSize, isOrdered: false, LazyInputs(generating: generate), body)
  }

  private func lazy<Input: Sendable, Output: Sendable>(
    chunkSize: Int, isOrdered: Bool, _ inputs: sending LazyInputs<Input>,
    _ body: @escaping @Sendable (Input) throws -> Output
  ) throws -> LazyResults<Output> {
    _ = try Self.checked(chunkSize)
    try core.checkOpen()
    let source = ChunkedSource(
      ThreadChunkFeed(submission, body), chunkSize: chunkSize, isOrdered: isOrdered, ahead: core.targetCount * 4,
      inputs: inputs)
    source.begin()
    return LazyResults(source)
  }
}

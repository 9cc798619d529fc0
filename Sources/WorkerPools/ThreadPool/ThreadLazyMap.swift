internal import DequeModule
internal import WorkerPoolsPosix

/// What a thread pool does for the chunks of a lazy map.
final class ThreadChunkFeed<Input: Sendable, Output: Sendable>: ChunkFeed {
  private let submission: ThreadSubmission
  private let body: @Sendable (Input) throws -> Output
  /// What was submitted and may not have begun, so that a task of the pool that waits can run it.
  private let pending = Locked<Deque<ThreadLazyChunk<Input, Output>>>([])

  init(_ submission: ThreadSubmission, _ body: @escaping @Sendable (Input) throws -> Output) {
    self.submission = submission
    self.body = body
  }

  func chunk(
    _ inputs: [Input], index: Int, sink: any ChunkSink<Output>
  ) throws -> ThreadLazyChunk<Input, Output> {
    let chunk = ThreadLazyChunk(inputs, index, sink, submission.core.room, body)
    pending.withLock { pending in
      while let first = pending.first, !first.isPending { pending.removeFirst() }
      pending.append(chunk)
    }
    return chunk
  }

  func submitIfRoom(_ chunk: ThreadLazyChunk<Input, Output>) throws -> Bool { try submission.submitIfRoom(chunk) }
  func submit(_ chunk: ThreadLazyChunk<Input, Output>, until deadline: Int?) throws -> Bool {
    try submission.submit(chunk, until: deadline)
  }

  func submit(
    awaitingRoom chunk: ThreadLazyChunk<Input, Output>, until deadline: Int?
  ) async throws -> Suspension.Wake {
    try await submission.submit(awaitingRoom: chunk, until: deadline)
  }

  func fail(_ chunk: ThreadLazyChunk<Input, Output>, _ error: any Error) { chunk.refused(error) }
  func cancel(_ chunk: ThreadLazyChunk<Input, Output>) { _ = chunk.drop(.cancelled) }

  func decode(_ bytes: [UInt8]) throws -> [Output] {
    preconditionFailure("the outputs of threads are values and not bytes")
  }

  func help() throws -> Bool {
    guard let worker = ThreadPoolWorker.current(of: submission.core.identity) else { return false }
    if worker.isTooDeep { throw PoolError.waitsTooDeep }
    while let chunk = pending.withLock({ $0.popFirst() }) {
      if worker.help(chunk) { return true }
    }
    return false
  }
}

/// A part of the inputs of a lazy map, which one thread works through.
final class ThreadLazyChunk<Input: Sendable, Output: Sendable>: ThreadWork, @unchecked Sendable {
  private let claim = Claim()
  /// Whoever has claimed the chunk owns the inputs and the sink.
  private var inputs: [Input]
  private var sink: (any ChunkSink<Output>)?
  private let index: Int
  private let room: QueueRoom?
  private let body: @Sendable (Input) throws -> Output

  init(
    _ inputs: [Input], _ index: Int, _ sink: any ChunkSink<Output>, _ room: QueueRoom?,
    _ body: @escaping @Sendable (Input) throws -> Output
  ) {
    self.inputs = inputs
    self.index = index
    self.sink = sink
    self.room = room
    self.body = body
  }

  /// Whether nobody has claimed it.
  var isPending: Bool { claim.isFree }

  func run() -> Bool {
    guard claim.take() else { return false }
    let outputs: ChunkOutputs<Output>
    do { outputs = .values(try inputs.map(body)) } catch { outputs = .failed(error) }
    // Before anybody is told: whoever hears of the end finds the place free.
    room?.leave()
    end(outputs)
    return true
  }

  func drop(_ error: PoolError) -> Bool {
    guard claim.take() else { return false }
    room?.leave()
    end(.failed(error))
    return true
  }

  /// It was not submitted.
  func refused(_ error: any Error) { if claim.take() { end(.failed(error)) } }

  private func end(_ outputs: ChunkOutputs<Output>) {
    inputs = []
    sink?.chunkEnded(index, outputs)
    sink = nil
  }
}

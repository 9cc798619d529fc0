internal import DequeModule
internal import WorkerPoolsPosix

/// The source of lazy results: draws inputs, submits them in chunks, and hands the outputs out.
class ChunkedSource<Feed: ChunkFeed>: LazySource, ChunkSink, @unchecked Sendable {  // all behind the locks
  typealias Output = Feed.Output

  private let pool: Feed
  private let chunkSize: Int
  private let isOrdered: Bool
  /// How many chunks are submitted ahead of the consumer.
  private let ahead: Int

  /// Taken before `lock`: to draw is foreign code, and may take long or use the pool.
  private let inputs: Locked<LazyInputs<Feed.Input>>
  private let lock = PlainLock()
  /// What the inputs ended with, where that was an error.
  private var inputFailure: (any Error)?
  /// The chunks that have not ended, by index.
  private var pending: [Int: Feed.Chunk] = [:]
  /// The index of the chunk that is to be submitted next, once it is drawn.
  private var next: Int?
  /// Whether somebody is about to submit that chunk: others wait for outputs meanwhile.
  private var isSubmitting = false
  /// Whether the map was cancelled: nothing more is drawn.
  private var isCancelled = false
  private var submittedCount = 0
  private var takenCount = 0
  /// The chunks that ended: by index, or in the order of their ends.
  private var ended: [Int: ChunkOutputs<Output>] = [:]
  private var endedInOrder: Deque<Int> = []
  /// The outputs of the chunk that is being handed out.
  private var current: ArraySlice<Output> = []
  private var waiters: [ResultWaiter] = []

  init(_ pool: Feed, chunkSize: Int, isOrdered: Bool, ahead: Int, inputs: sending LazyInputs<Feed.Input>) {
    self.pool = pool
    self.chunkSize = chunkSize
    self.isOrdered = isOrdered
    self.ahead = ahead
    self.inputs = Locked(inputs)
  }

  final func help() throws -> Bool { try pool.help() }

  // MARK: Outputs

  final func take(orTell waiter: ResultWaiter) throws -> LazyStep<Output> {
    if let output = locked({ current.popFirst() }) { return .output(output) }
    if let submission = feed() { return .submit(submission) }
    return try locked {
      while current.isEmpty {
        guard takenCount < submittedCount else { return try end() }
        guard let part = takeEnded() else {
          if !waiters.contains(waiter) { waiters.append(waiter) }
          return .wait
        }
        takenCount += 1
        current = try part.values(pool.decode)[...]
      }
      return .output(current.removeFirst())
    }
  }

  final func forget(_ waiter: ResultWaiter) { _ = locked { waiters.forget(waiter) } }

  private func end() throws -> LazyStep<Output> {
    guard let inputFailure else { return .end }
    self.inputFailure = nil
    throw inputFailure
  }

  private func takeEnded() -> ChunkOutputs<Output>? {
    if isOrdered { return ended.removeValue(forKey: takenCount) }
    return endedInOrder.popFirst().flatMap { ended.removeValue(forKey: $0) }
  }

  final func chunkEnded(_ index: Int, _ part: ChunkOutputs<Output>) {
    // The chunk is let go of without the lock: it may hold what is foreign.
    let (told, chunk) = locked {
      ended[index] = part
      if !isOrdered { endedInOrder.append(index) }
      return (takeWaiters(), pending.removeValue(forKey: index))
    }
    for waiter in told { waiter.wake() }
    withExtendedLifetime(chunk) {}
  }

  private func takeWaiters() -> [ResultWaiter] {
    defer { waiters = [] }
    return waiters
  }

  // MARK: The end of the map

  /// The chunk that waits for room is not submitted; it and its source would keep each other.
  final func abandon() {
    if let unsubmitted = locked({ takeUnsubmitted() }) { pool.fail(unsubmitted, PoolError.cancelled) }
  }

  /// Draws nothing more, and ends what was submitted; each chunk ends with an error in the place of its outputs.
  ///
  /// One that somebody is about to submit ends as soon as it is.
  final func cancel() {
    let (unsubmitted, submitted) = locked {
      isCancelled = true
      let unsubmitted = isSubmitting ? nil : takeUnsubmitted()
      return (unsubmitted, pending.filter { $0.key != next }.map(\.value))
    }
    if let unsubmitted { pool.fail(unsubmitted, PoolError.cancelled) }
    for chunk in submitted { pool.cancel(chunk) }
  }

  private func takeUnsubmitted() -> Feed.Chunk? {
    defer { next = nil }
    return next.flatMap { pending.removeValue(forKey: $0) }
  }

  // MARK: Inputs

  /// Submits the first chunks, as far as the queue has room.
  final func begin() {
    if feed() != nil { locked { isSubmitting = false } }
  }

  /// Submits chunks until enough of them are ahead of the consumer, as far as the queue has room.
  ///
  /// Where it has none, outputs that are still to come will make some; where none are, returns the wait for it.
  private func feed() -> LazySubmission? {
    while let chunk = nextChunk() {
      if submittedIfRoom(chunk) { continue }
      let isAlone = locked {
        isSubmitting = submittedCount - takenCount == 1
        return isSubmitting
      }
      if !isAlone { return nil }
      return LazySubmission(
        block: { [self] deadline in
          try settle(chunk, Result { try pool.submit(chunk, until: deadline) ? .told : .timedOut }) == .told
        },
        suspend: { [self] deadline in
          let wake: Result<Suspension.Wake, any Error>
          do {
            wake = .success(try await pool.submit(awaitingRoom: chunk, until: deadline))
          } catch {
            wake = .failure(error)
          }
          return try settle(chunk, wake)
        })
    }
    return nil
  }

  /// Whether the chunk was submitted, or has failed.
  private func submittedIfRoom(_ chunk: Feed.Chunk) -> Bool {
    do {
      guard try pool.submitIfRoom(chunk) else { return false }
    } catch {
      pool.fail(chunk, error)
    }
    submitted()
    return true
  }

  /// What came of the attempt to submit a chunk after a wait for room; who was not told of room has not submitted it.
  ///
  /// A chunk that the pool takes no more has failed, and its error comes in its place. If the queue is only full, the chunk stays
  /// the next one: its inputs are drawn and would be lost.
  private func settle(_ chunk: Feed.Chunk, _ wake: Result<Suspension.Wake, any Error>) throws -> Suspension.Wake {
    switch wake {
    case .success(.told): break
    case .success(let wake):
      putOff()
      return wake
    case .failure(let error as PoolError) where error.code == .queueFull:
      putOff()
      throw error
    case .failure(let error): pool.fail(chunk, error)
    }
    submitted()
    return .told
  }

  /// The caller does not submit the next chunk after all: those who have left that to it ask again.
  private func putOff() {
    let told = locked {
      isSubmitting = false
      return takeWaiters()
    }
    for waiter in told { waiter.wake() }
  }

  private func submitted() {
    let cancelled = locked {
      defer { (next, isSubmitting) = (nil, false) }
      return isCancelled ? next.flatMap { pending[$0] } : nil
    }
    if let cancelled { pool.cancel(cancelled) }
  }

  /// The chunk that the caller is to submit; `nil` where enough are, there are no more inputs, or another caller does it.
  private func nextChunk() -> Feed.Chunk? {
    inputs.withLock { inputs in
      while true {
        let (isBusy, chunk, index) = locked {
          defer { if next != nil { isSubmitting = true } }
          let mayDraw = !isCancelled && submittedCount - takenCount < ahead
          return (isSubmitting, next.flatMap { pending[$0] }, mayDraw ? submittedCount : nil)
        }
        if isBusy { return nil }
        if let chunk { return chunk }
        guard let index else { return nil }
        let (drawn, failure) = inputs.draw(chunkSize)
        if let failure { locked { inputFailure = failure } }
        if drawn.isEmpty { return nil }
        if let chunk = add(drawn, index) { return chunk }
      }
    }
  }

  /// A chunk that cannot be encoded has failed, and its error comes in its place.
  private func add(_ inputs: [Feed.Input], _ index: Int) -> Feed.Chunk? {
    let chunk = Result { try pool.chunk(inputs, index: index, sink: self) }
    locked {
      submittedCount += 1
      guard let chunk = try? chunk.get() else { return }
      pending[index] = chunk
      next = index
      isSubmitting = true
    }
    if case .failure(let error) = chunk { chunkEnded(index, .failed(error)) }
    return try? chunk.get()
  }

  private func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }
}

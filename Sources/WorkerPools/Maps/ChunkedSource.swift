internal import DequeModule
internal import WorkerPoolsPosix

/// What a pool does for the chunks of a lazy map.
protocol ChunkFeed: Sendable {
  associatedtype Input
  associatedtype Output: Sendable
  associatedtype Chunk

  /// A chunk whose end `sink` is told; throws where the inputs cannot be taken.
  func chunk(_ inputs: [Input], index: Int, sink: any ChunkSink<Output>) throws -> Chunk
  /// Submits the chunk; `false` where the queue has no room.
  func submitIfRoom(_ chunk: Chunk) throws -> Bool
  /// Submits the chunk when the queue has room; `false` where the deadline (`MonotonicTime`) passed first.
  func submit(_ chunk: Chunk, until deadline: Int?) throws -> Bool
  /// As `submit`, without blocking a thread.
  func submit(awaitingRoom chunk: Chunk) async throws
  /// The pool has refused the chunk.
  func fail(_ chunk: Chunk, _ error: any Error)
  /// The outputs that bytes stand for, where outputs come as bytes.
  func decode(_ bytes: [UInt8]) throws -> [Output]
  /// Has the calling thread run a chunk that has not begun, where it can; whether it did.
  ///
  /// Throws where as many tasks run there already, one inside the other, as may.
  func help() throws -> Bool
}

/// The source of lazy results: draws inputs, submits them in chunks, and hands the outputs out.
class ChunkedSource<Feed: ChunkFeed>: LazySource, ChunkSink, @unchecked Sendable {  // all behind the lock
  typealias Output = Feed.Output

  private let pool: Feed
  private let chunkSize: Int
  private let isOrdered: Bool
  /// How many chunks are submitted ahead of the consumer.
  private let ahead: Int

  private let lock = PlainLock()
  /// Held while inputs are drawn, which is foreign code and may take long or use the pool; taken before `lock`.
  private let drawing = PlainLock()
  /// Behind `drawing`.
  private var generate: (() throws -> Feed.Input?)?
  /// What the inputs ended with, where that was an error.
  private var inputFailure: (any Error)?
  /// The chunk that is to be submitted next, once it is drawn.
  private var next: Feed.Chunk?
  /// Whether somebody is about to submit that chunk: others wait for outputs meanwhile.
  private var isSubmitting = false
  private var submittedCount = 0
  private var takenCount = 0
  /// The chunks that ended: by index, or in the order of their ends.
  private var ended: [Int: ChunkOutputs<Output>] = [:]
  private var endedInOrder: Deque<Int> = []
  /// The outputs of the chunk that is being handed out.
  private var current: ArraySlice<Output> = []
  private var waiters: [ResultWaiter] = []

  init(
    _ pool: Feed, chunkSize: Int, isOrdered: Bool, ahead: Int, generate: @escaping () throws -> Feed.Input?
  ) {
    self.pool = pool
    self.chunkSize = chunkSize
    self.isOrdered = isOrdered
    self.ahead = ahead
    self.generate = generate
  }

  final func help() throws -> Bool { try pool.help() }

  /// The chunk that waits for room is not submitted; it and its source would keep each other.
  final func abandon() {
    let abandoned = locked {
      defer { next = nil }
      return next
    }
    if let abandoned { pool.fail(abandoned, PoolError.cancelled) }
  }

  final func take(orTell waiter: ResultWaiter) throws -> LazyStep<Output> {
    if let output = locked({ current.popFirst() }) { return .output(output) }
    if let submission = feed() { return .submit(submission) }
    return try locked {
      while current.isEmpty {
        guard takenCount < submittedCount else { return try end() }
        guard let part = takeEnded() else {
          waiters.append(waiter)
          return .wait
        }
        takenCount += 1
        current = try part.values(pool.decode)[...]
      }
      return .output(current.removeFirst())
    }
  }

  final func forget(_ parker: Parker) {
    locked { waiters.removeAll { $0.isThread(parker) } }
  }

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
    let told = locked {
      ended[index] = part
      if !isOrdered { endedInOrder.append(index) }
      defer { waiters = [] }
      return waiters
    }
    for waiter in told { waiter.wake() }
  }

  /// Submits the first chunks, as far as the queue has room.
  final func begin() {
    if feed() != nil { locked { isSubmitting = false } }
  }

  /// Submits chunks until enough of them are ahead of the consumer, as far as the queue has room.
  ///
  /// Where it has none, outputs that are still to come will make some; where none are, returns the wait for it.
  private func feed() -> LazySubmission? {
    while let task = nextTask() {
      if accepted(task, where: { try pool.submitIfRoom(task) }) { continue }
      let isAlone = locked {
        isSubmitting = submittedCount - takenCount == 1
        return isSubmitting
      }
      if !isAlone { return nil }
      return LazySubmission(
        block: { [self] deadline in accepted(task) { try pool.submit(task, until: deadline) } },
        suspend: { [self] in
          do { try await pool.submit(awaitingRoom: task) } catch { pool.fail(task, error) }
          submitted()
        })
    }
    return nil
  }

  /// A chunk that the pool refuses has failed, and its error comes in its place; `false` where it stays the next one.
  private func accepted(_ task: Feed.Chunk, where submit: () throws -> Bool) -> Bool {
    do {
      guard try submit() else {
        locked { isSubmitting = false }
        return false
      }
    } catch {
      pool.fail(task, error)
    }
    submitted()
    return true
  }

  private func submitted() {
    locked {
      next = nil
      isSubmitting = false
    }
  }

  /// The chunk that the caller is to submit; `nil` where enough are, there are no more inputs, or another caller does it.
  private func nextTask() -> Feed.Chunk? {
    drawing.lock()
    defer { drawing.unlock() }
    while true {
      let (isBusy, task, index) = locked {
        defer { if next != nil { isSubmitting = true } }
        return (isSubmitting, next, submittedCount - takenCount < ahead ? submittedCount : nil)
      }
      if isBusy { return nil }
      if let task { return task }
      guard let index else { return nil }
      var inputs: [Feed.Input] = []
      while inputs.count < chunkSize, let input = draw() { inputs.append(input) }
      if inputs.isEmpty { return nil }
      if let task = add(inputs, index) { return task }
    }
  }

  /// A chunk that cannot be encoded has failed, and its error comes in its place.
  private func add(_ inputs: [Feed.Input], _ index: Int) -> Feed.Chunk? {
    let task = Result { try pool.chunk(inputs, index: index, sink: self) }
    locked {
      submittedCount += 1
      next = try? task.get()
      isSubmitting = next != nil
    }
    if case .failure(let error) = task { chunkEnded(index, .failed(error)) }
    return try? task.get()
  }

  private func draw() -> Feed.Input? {
    do {
      if let input = try generate?() { return input }
    } catch {
      locked { inputFailure = error }
    }
    generate = nil
    return nil
  }

  private func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }
}

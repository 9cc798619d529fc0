internal import DequeModule
internal import WorkerPoolsPosix

/// The source of lazy results: draws inputs, submits them in chunks, and hands the outputs out.
final class LazyChunks<Function: WorkerFunction>: LazySource, ChunkSink, @unchecked Sendable {  // all behind the lock
  typealias Output = Function.Output

  private let registered: RegisteredFunction<Function>
  private let core: PoolCore
  private let chunkSize: Int
  private let isOrdered: Bool
  /// How many chunks are submitted ahead of the consumer.
  private let ahead: Int

  private let lock = PlainLock()
  /// Held while inputs are drawn, which is foreign code and may take long or use the pool; taken before `lock`.
  private let drawing = PlainLock()
  /// Behind `drawing`.
  private var generate: (() throws -> Function.Input?)?
  /// What the inputs ended with, where that was an error.
  private var inputFailure: (any Error)?
  /// The chunk that is to be submitted next, once it is drawn.
  private var next: ChunkTask<Function>?
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
    _ function: RegisteredFunction<Function>, core: PoolCore, chunkSize: Int, isOrdered: Bool, ahead: Int,
    generate: @escaping () throws -> Function.Input?
  ) {
    registered = function
    self.core = core
    self.chunkSize = chunkSize
    self.isOrdered = isOrdered
    self.ahead = ahead
    self.generate = generate
  }

  func take(orTell waiter: ResultWaiter) throws -> LazyStep<Output> {
    if let submission = feed() { return .submit(submission) }
    return try locked {
      while current.isEmpty {
        guard takenCount < submittedCount else { return try end() }
        guard let part = takeEnded() else {
          waiters.append(waiter)
          return .wait
        }
        takenCount += 1
        current = try part.values(registered.outputs.decode)[...]
      }
      return .output(current.removeFirst())
    }
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

  func chunkEnded(_ index: Int, _ part: ChunkOutputs<Output>) {
    let told = locked {
      ended[index] = part
      if !isOrdered { endedInOrder.append(index) }
      defer { waiters = [] }
      return waiters
    }
    for waiter in told { waiter.wake() }
  }

  /// Submits the first chunks, as far as the queue has room.
  func begin() {
    if feed() != nil { locked { isSubmitting = false } }
  }

  /// Submits chunks until enough of them are ahead of the consumer; returns the one for which the queue has no room.
  private func feed() -> LazySubmission? {
    while let task = nextTask() {
      guard accepted(task, where: { try core.submitIfRoom(task) }) else {
        return LazySubmission(
          block: { [self] in
            _ = accepted(task) {
              try core.submit(task)
              return true
            }
          },
          suspend: { [self] in
            do { try await core.submit(awaitingRoom: task) } catch { task.failed(error) }
            submitted()
          })
      }
    }
    return nil
  }

  /// A chunk that the pool refuses has failed, and its error comes in its place.
  private func accepted(_ task: ChunkTask<Function>, where submit: () throws -> Bool) -> Bool {
    do {
      guard try submit() else { return false }
    } catch {
      task.failed(error)
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
  private func nextTask() -> ChunkTask<Function>? {
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
      var inputs: [Function.Input] = []
      while inputs.count < chunkSize, let input = draw() { inputs.append(input) }
      if inputs.isEmpty { return nil }
      if let task = add(inputs, index) { return task }
    }
  }

  /// A chunk that cannot be encoded has failed, and its error comes in its place.
  private func add(_ inputs: [Function.Input], _ index: Int) -> ChunkTask<Function>? {
    let task = Result { try ChunkTask(registered, inputs, index: index, sink: self) }
    locked {
      submittedCount += 1
      next = try? task.get()
      isSubmitting = next != nil
    }
    if case .failure(let error) = task { chunkEnded(index, .failed(error)) }
    return try? task.get()
  }

  private func draw() -> Function.Input? {
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

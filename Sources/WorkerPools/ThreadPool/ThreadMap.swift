internal import Synchronization
internal import WorkerPoolsPosix

/// Where the outputs of a map are written, by index, before they are an array.
@usableFromInline
final class MapStorage<Output>: @unchecked Sendable {  // each chunk writes its own part, and who reads comes after all
  @usableFromInline let outputs: UnsafeMutablePointer<Output>
  @usableFromInline let count: Int
  @usableFromInline let end = MapEnd()

  @usableFromInline
  init(count: Int) {
    self.count = count
    outputs = .allocate(capacity: count)
  }

  deinit { outputs.deallocate() }

  /// The loop over a part of the inputs; it leaves nothing where it throws.
  @inlinable
  func work<Input>(
    on inputs: [Input], _ body: @escaping @Sendable (Input) throws -> Output
  ) -> @Sendable (Range<Int>) throws -> Void {
    nonisolated(unsafe) let inputs = inputs  // read only
    return { range in
      let (outputs, end) = (self.outputs, self.end)
      var index = range.lowerBound
      do {
        while index < range.upperBound {
          if end.hasCome { throw end.error }
          (outputs + index).initialize(to: try body(inputs[index]))
          index &+= 1
        }
      } catch {
        (outputs + range.lowerBound).deinitialize(count: index - range.lowerBound)
        throw error
      }
    }
  }

  /// All outputs, which are moved out.
  func take() -> [Output] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      if count > 0 { buffer.baseAddress!.moveInitialize(from: outputs, count: count) }
      initialized = count
    }
  }

  func destroy(_ range: Range<Int>) { (outputs + range.lowerBound).deinitialize(count: range.count) }
}

/// Whether a map is over, so that the parts of it that run end before their next input.
@usableFromInline
final class MapEnd: Sendable {
  private let isOver = Atomic<Bool>(false)

  @usableFromInline var hasCome: Bool { isOver.load(ordering: .relaxed) }

  /// What a part that ends so throws, and nobody gets to see.
  @usableFromInline var error: PoolError { .cancelled }

  func comes() { isOver.store(true, ordering: .relaxed) }
}

/// The result of a map on threads: the outputs, in order, or the first error that came.
@usableFromInline
final class ThreadMapResult<Output: Sendable>: TaskResult<[Output]>, ThreadMap, @unchecked Sendable {
  private struct Progress {
    var missing: Int
    var isOver = false
    var chunks: [ThreadMapChunk] = []
    var finished: [Range<Int>] = []
    /// Runs the function on a part; gone when the map is over, and what it holds with it.
    var work: Work?
  }

  private typealias Work = @Sendable (Range<Int>) throws -> Void

  private let progress: Locked<Progress>
  private let storage: MapStorage<Output>
  private let pool: UInt

  init(
    _ storage: MapStorage<Output>, chunks: Int, pool: UInt, callbacks: Callbacks<[Output]>?,
    work: @escaping @Sendable (Range<Int>) throws -> Void
  ) {
    progress = Locked(Progress(missing: chunks, work: work))
    self.storage = storage
    self.pool = pool
    super.init(callbacks: callbacks)
    if chunks == 0 { end(.success([])) }
  }

  deinit {
    for range in progress.withLock({ $0.finished }) { storage.destroy(range) }
  }

  /// To be called before the first chunk can end.
  func set(_ chunks: [ThreadMapChunk]) { progress.withLock { $0.chunks = chunks } }

  func work(on range: Range<Int>, in room: QueueRoom?) {
    guard let work = progress.withLock({ $0.work }) else {
      room?.leave()
      return
    }
    // Let go of here and not under the lock, nor before the end: that may run foreign code.
    defer { withExtendedLifetime(work) {} }
    let outcome = Result { try work(range) }
    // Before anybody is told: whoever hears of the end finds the place free.
    room?.leave()
    if case .failure(let error) = outcome {
      giveUp(error)
      return
    }
    let isLast = progress.withLock { progress in
      progress.missing -= 1
      if progress.missing > 0 || progress.isOver {
        progress.finished.append(range)
        return false
      }
      progress.isOver = true
      progress.finished = []
      progress.chunks = []
      progress.work = nil
      return true
    }
    if isLast { end(.success(storage.take())) }
  }

  func dropped(_ error: PoolError) { giveUp(error) }

  /// The first error ends the map; what has not begun is not run.
  @discardableResult
  func giveUp(_ error: any Error) -> Bool {
    let given = progress.withLock { progress -> (chunks: [ThreadMapChunk], work: Work?)? in
      guard !progress.isOver else { return nil }
      progress.isOver = true
      defer { (progress.chunks, progress.work) = ([], nil) }
      return (progress.chunks, progress.work)
    }
    guard let given else { return false }
    storage.end.comes()
    for chunk in given.chunks { chunk.withdraw() }
    end(.failure(error))
    withExtendedLifetime(given.work) {}
    return true
  }

  override func cancel() -> Bool { expecting { giveUp(PoolError.cancelled) } }

  override func help(until deadline: Int?) {
    if deadline == nil, let worker = ThreadPoolWorker.current(of: pool) {
      for chunk in progress.withLock({ $0.chunks }) { worker.help(chunk) }
      if isReady { return }
    }
    WaiterSpin.wait { isReady }
  }

  override var refusalToWait: PoolError? {
    if let refusal = super.refusalToWait { return refusal }
    guard ThreadPoolWorker.current(of: pool) != nil else { return nil }
    if progress.withLock({ $0.chunks }).contains(where: \.runsHere) { return .waitedForItself }
    return ThreadPoolWorker.current(of: pool)?.isTooDeep == true ? .waitsTooDeep : nil
  }
}

/// A map as its chunks see it, which need not know the type of its outputs.
protocol ThreadMap: AnyObject, Sendable {
  /// Runs a part, whose place in the queue is given back before anybody is told of an end.
  func work(on range: Range<Int>, in room: QueueRoom?)
  func dropped(_ error: PoolError)
}

/// A part of a map, which one thread works through.
final class ThreadMapChunk: ThreadWork {
  private let claim = Claim()
  private let runner = Runner()
  private let map: any ThreadMap
  private let range: Range<Int>
  private let room: QueueRoom?

  init(_ map: any ThreadMap, _ range: Range<Int>, _ room: QueueRoom?) {
    self.map = map
    self.range = range
    self.room = room
  }

  func run() -> Bool {
    guard claim.take() else { return false }
    runner.begins()
    map.work(on: range, in: room)
    runner.ends()
    return true
  }

  func drop(_ error: PoolError) -> Bool {
    guard claim.take() else { return false }
    room?.leave()
    map.dropped(error)
    return true
  }

  /// Whether it runs on the calling thread.
  var runsHere: Bool { runner.isCurrent }

  /// The map is over: the chunk is not run, where it has not begun.
  func withdraw() {
    if claim.take() { room?.leave() }
  }

  /// The chunk was not submitted, so that it has no place in the queue to give back.
  func abandon() {
    if !claim.take() { room?.enterBeyondLimit() }
  }
}

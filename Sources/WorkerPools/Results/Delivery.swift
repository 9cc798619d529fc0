internal import DequeModule
internal import WorkerPoolsPosix

/// The thread of a pool on which results are decoded and callbacks run, one after another in order of completion.
///
/// It starts with the first task that needs it. Apart from the pool's other threads, so that a callback that takes long
/// holds up no worker.
final class Delivery: Sendable {
  private struct State {
    var waiting: Deque<@Sendable () -> Void> = []
    var thread: PlatformThread?
    var isStopping = false
    /// How many threads are about to end tasks, of which callbacks may have to be told.
    var expected = 0
    /// Whether the thread runs nothing any more.
    var isOver = false
  }

  private let state = ConditionLock(State())
  private let name: String
  private let errorHandler: @Sendable (any Error) -> Void
  /// The signals that the thread blocks while it runs callbacks, and thus what callbacks start; `nil`: all that it blocks
  /// while it waits.
  private let callbackMask: SignalMask?

  init(
    threadName: String, callbackMask: SignalMask? = nil, errorHandler: @escaping @Sendable (any Error) -> Void
  ) {
    name = threadName
    self.callbackMask = callbackMask
    self.errorHandler = errorHandler
  }

  /// For the callbacks of the pool of that name, which find the signals blocked that the caller blocks.
  convenience init(poolName: String, errorHandler: (@Sendable (any Error) -> Void)?) {
    self.init(threadName: PlatformThread.name(poolName, suffix: "-out"), callbackMask: .current) { error in
      if let errorHandler { return errorHandler(error) }
      PoolLog.write("a callback of the pool \(poolName) threw and nobody handled it: \(error)")
    }
  }

  /// Makes sure that the thread runs, unless the pool is over.
  func start() throws {
    try state.withLock { state throws(PoolError) in
      guard state.thread == nil, !state.isOver else { return }
      state.thread = try .startForPool(name: name, signalMask: .internalThread) { [self] in run() }
    }
  }

  /// Whether `stop` was called; for tests.
  var isStopping: Bool { state.withLock { $0.isStopping } }

  /// Whether the caller runs on this thread.
  var isCurrent: Bool { state.withLock { $0.thread?.isCurrent ?? false } }

  /// Runs `work` on the thread, which must have been started, after everything that was handed over before.
  ///
  /// Where the pool is over, it runs here and now: a callback may come late, but is never lost.
  func deliver(_ work: @escaping @Sendable () -> Void) {
    let isOver = state.withLock { state in
      if !state.isOver { state.waiting.append(work) }
      return state.isOver
    }
    if isOver { work() } else { state.signal() }
  }

  /// Ends a task on a thread that is not the pool's: the pool waits for what it delivers meanwhile.
  func expecting<Result>(_ body: () -> Result) -> Result {
    state.withLock { $0.expected += 1 }
    defer {
      state.withLock { $0.expected -= 1 }
      state.broadcast()
    }
    return body()
  }

  /// Runs a callback; what it throws goes to the pool's handler.
  func call(_ callback: () throws -> Void) {
    do { try callback() } catch { errorHandler(error) }
  }

  /// Runs what is left and ends the thread.
  func stop() {
    let thread = state.withLock { state in
      state.isStopping = true
      if state.thread == nil { state.isOver = true }
      return state.thread
    }
    state.broadcast()
    thread?.join()
    // The system gives its handle to another thread now.
    state.withLock { $0.thread = nil }
  }

  private func run() {
    while let first = next() {
      // Once for all that waits, and not for each.
      callbackMask?.apply()
      first()
      while let work = state.withLock({ $0.waiting.popFirst() }) { work() }
      if callbackMask != nil { SignalMask.internalThread.apply() }
    }
  }

  private func next() -> (@Sendable () -> Void)? {
    let found = state.waiting(while: { $0.waiting.isEmpty && (!$0.isStopping || $0.expected > 0) }) { state in
      state.isOver = state.waiting.isEmpty
      return state.waiting.popFirst()
    }
    return found ?? nil
  }
}

/// The lines that a pool writes to standard error of its own accord, which are few.
enum PoolLog {
  /// How long a line may wait for a reader before it is dropped.
  private static let patienceNs = 1_000_000_000

  static func write(_ line: String) {
    SharedStream.write(Array("WorkerPools: \(line)\n".utf8), to: .standardError, withinNs: patienceNs)
  }
}

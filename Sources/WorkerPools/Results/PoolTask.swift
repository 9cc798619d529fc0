internal import Synchronization
internal import WorkerPoolsPosix

/// A task of a pool, whatever the type of its value: it can be waited for and cancelled; see `AsyncResult`.
///
/// Made by pools alone. Safe to use from any thread, by as many as like.
public class PoolTask: @unchecked Sendable {  // what threads share is behind the stage, the lock here, or the pool's
  // That this class is not generic is what makes a task cheap: everything between `submit` and `get` is one task's bytes
  // on their way, and generic code that is not specialised has to ask for the type's size and copies at every step. One
  // allocation holds the input, while it waits, and then the output, as long as they are small. The order of the
  // properties is such that little is lost to padding, and access to them is left unchecked where it is on the way of every
  // task: each check is a call.

  /// How far a task has come; what else there is to see is written before it.
  enum Stage {
    static let pending: UInt8 = 0
    /// Pending, and there are waiters.
    static let awaited: UInt8 = 1
    /// The encoded value is in `bytes`.
    static let endedWithBytes: UInt8 = 2
    /// The value is in `object`, a `ValueBox`.
    static let endedWithValue: UInt8 = 3
    /// The error is in `object`, a `FailureBox`.
    static let endedWithFailure: UInt8 = 4
    /// The encoded value is in `object`, an `EncodedInput`, until somebody decodes it; then it is a `ValueBox`.
    static let endedWithEncoded: UInt8 = 5
  }

  /// The encoded input, until the task has ended, and then the encoded output, where they are small.
  @exclusivity(unchecked) final var bytes = SmallBytes()
  let stage = Atomic<UInt8>(Stage.pending)
  let lock = TaskLock()
  /// What a process pool keeps about the task; under its lock.
  @exclusivity(unchecked) final var record = TaskRecord()
  /// The slot of the worker that holds the task; negative where none does.
  ///
  /// Under the pool's lock.
  @exclusivity(unchecked) final var slot: Int32 = -1
  /// The stage that a task of a thread pool will be at which has run and not ended.
  @exclusivity(unchecked) final var kept = Stage.pending
  /// When it was submitted, by `MonotonicTime`; 0 where it is not one of those that are timed.
  ///
  /// Under the pool's lock.
  @exclusivity(unchecked) final var submittedNs = 0
  /// The input as a `LargeInput`, where it is not in `bytes`; then what the task ended with.
  @exclusivity(unchecked) final var object: AnyObject?
  final var waiters: [ResultWaiter] = []
  /// What runs in a worker process; `nil` for other tasks.
  ///
  /// Counted by hand, so that to look at it does not count.
  private final let functionReference: Unmanaged<FunctionIdentity>?

  init(function: FunctionIdentity? = nil) { functionReference = function.map(Unmanaged.passRetained) }

  deinit { functionReference?.release() }

  /// Looks at what runs in a worker process, which only tasks of process pools have.
  @inline(__always)
  final func withFunction<Result>(_ body: (FunctionIdentity) throws -> Result) rethrows -> Result {
    guard let functionReference else { preconditionFailure("a task of a process pool has a function") }
    return try functionReference._withUnsafeGuaranteedRef { try body($0) }
  }

  /// The process pool that runs the task; `nil` for other tasks.
  var core: PoolCore? { functionReference?._withUnsafeGuaranteedRef { $0.core } }

  // MARK: For those who wait

  /// Whether the task has ended, in whatever way, and its callback has run.
  public final var isReady: Bool { currentStage >= Stage.endedWithBytes }

  @inline(__always)
  final var currentStage: UInt8 { stage.load(ordering: .acquiring) }

  /// Blocks until the result is ready; `false` where the time passed first, and the task goes on.
  ///
  /// No time is no limit. The answer is `false` at once where `get` would throw an error of the code `waitedFromInside`: the
  /// wait would be one for the caller itself.
  @available(*, noasync, message: "await `wait` or `value` instead")
  @discardableResult
  public final func wait(timeout: Duration? = nil) -> Bool {
    if isReady { return true }
    if refusalToWait != nil { return false }
    block(until: timeout?.deadline)
    return isReady
  }

  /// As `wait`; throws where that was in vain.
  @usableFromInline
  final func becomeReady(timeout: Duration?) throws {
    if isReady { return }
    if let refusal = refusalToWait { throw refusal }
    block(until: timeout?.deadline)
    if !isReady { throw PoolError.timedOut("the result") }
  }

  /// The number that the task has ended with; `nil` where that is something else.
  @usableFromInline
  final var endWord: UInt64? { currentStage == Stage.endedWithBytes ? bytes.word : nil }

  /// Ends the task with an error of the code `cancelled`; `false` where it has ended already, or runs on a thread.
  ///
  /// A task that waits never runs. One that runs in a process pool is ended with its worker, which is replaced, and with all
  /// that it has started; one that runs in a thread pool goes on. Cancelling the result of a map cancels all its chunks: on
  /// threads, those that have not begun.
  @discardableResult
  public func cancel() -> Bool { core?.cancel(self) ?? false }

  /// Whether the calling thread is the one on which the callback that must come first would run.
  var isAwaitedByItself: Bool { false }

  /// Why the calling thread cannot wait for the task; `nil` where it can.
  var refusalToWait: PoolError? { isAwaitedByItself ? .waitedFromInside : nil }

  /// Does for the task what the thread that waits for it can do, before it sleeps.
  func help(until deadline: Int?) { core?.help(self, until: deadline) }

  private final func block(until deadline: Int?) {
    help(until: deadline)
    if isReady { return }
    let parker = Parker.current
    add(.thread(parker))
    while !isReady {
      if !parker.park(until: deadline) { return forget(.thread(parker)) }
    }
  }

  /// Has the waiter told of the end, at once where that has come.
  final func add(_ waiter: ResultWaiter) {
    let isPending = locked {
      // Whoever ends the task takes the waiters only where it finds them announced.
      let found = stage.compareExchange(
        expected: Stage.pending, desired: Stage.awaited, ordering: .acquiringAndReleasing
      ).original
      guard found < Stage.endedWithBytes else { return false }
      waiters.append(waiter)
      return true
    }
    if !isPending { waiter.wake() }
  }

  /// Takes one that waits no longer off the list.
  final func forget(_ waiter: ResultWaiter) { _ = locked { waiters.forget(waiter) } }

  @inline(__always)
  final func locked<Result>(_ body: () -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body()
  }

  /// What the task has ended with; at the stage `endedWithEncoded` to be asked for with `lockedEnd`.
  final var endObject: AnyObject? { object }

  /// What the task has ended with, while others may decode it.
  final var lockedEnd: AnyObject? { locked { object } }

  /// Keeps the value that was decoded.
  final func replaceEnd(with box: AnyObject) { locked { object = box } }

  // MARK: For those who end it; see also the extension

  /// As `returned`, where the value is large or callbacks are to be told.
  func returnedLarge(_ payload: UnsafeRawBufferPointer) { end(withEncoded: Array(payload)) }

  /// The task failed.
  func failed(_ error: any Error) { end(with: error) }

  /// Whether callbacks are to be told of the end.
  var hasCallbacks: Bool { false }

  // MARK: Its input

  /// Takes an input over that is not in `bytes`.
  final func setInput(_ input: LargeInput) { object = input }

  /// The input is not needed any more.
  final func dropInput() { object = nil }

  /// The size of the encoded input.
  @inline(__always)
  final var inputCount: Int { object == nil ? bytes.count : largeInput!.byteCount }

  /// Writes the encoded input.
  @inline(__always)
  final func writeInput(to destination: UnsafeMutableRawBufferPointer) {
    if object == nil { bytes.copy(to: destination) } else { largeInput?.write(to: destination) }
  }

  @inline(__always)
  private final var largeInput: LargeInput? { object.map { unsafeDowncast($0, to: LargeInput.self) } }
}

/// What a process pool keeps about a task.
struct TaskRecord: OptionSet {
  let rawValue: UInt8

  /// Its end is decided: it was answered, lost, cancelled, dropped, or its time was over.
  static let hasEnded = TaskRecord(rawValue: 1)
  /// The pool has taken it on.
  static let isAccepted = TaskRecord(rawValue: 2)
  /// The payload is an array, on whose elements the function is to run one after the other.
  static let isChunk = TaskRecord(rawValue: 4)
  /// The pool keeps options of its own for it.
  static let hasOptions = TaskRecord(rawValue: 8)
}

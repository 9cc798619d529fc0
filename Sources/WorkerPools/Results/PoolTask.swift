internal import WorkerPoolsPosix

/// A task of a pool, whatever the type of its value: it can be waited for and cancelled; see `AsyncResult`.
///
/// Made by pools alone. Safe to use from any thread, by as many as like.
public class PoolTask: @unchecked Sendable {  // what threads share is behind the lock here, or the pool's
  // That this class is not generic is what makes a task cheap: everything between `submit` and `get` is one task's bytes
  // on their way, and generic code that is not specialised has to ask for the type's size and copies at every step. One
  // allocation holds the input, while it waits, and then the output, as long as they are small.

  /// What has become of the task.
  enum Outcome: Sendable {
    case pending
    case failure(any Error)
    /// A `ValueBox`.
    case value(any AnyObject & Sendable)
    /// The encoded value is in `bytes`.
    case encoded
    /// The encoded value, where it is larger.
    case encodedLarge([UInt8])
  }

  private let lock = TaskLock()
  private final var current = Outcome.pending
  private final var waiters: [ResultWaiter] = []

  /// What runs in a worker process, and the pool that it runs in; `nil` for other tasks.
  final let function: FunctionIdentity?
  final let core: PoolCore?
  /// What a process pool keeps about the task; under its lock.
  final var record = TaskRecord()
  /// The encoded input, until the task has ended, and then the encoded output, where they are small.
  final var bytes = SmallBytes()
  /// The input, where it is not in `bytes`.
  final var largeInput: (any LargeInput)?
  /// Whether callbacks are to be told of the end.
  var hasCallbacks: Bool { false }

  init(function: FunctionIdentity? = nil, core: PoolCore? = nil) {
    self.function = function
    self.core = core
  }

  // MARK: For those who wait

  /// Whether the task has ended, in whatever way, and its callback has run.
  public final var isReady: Bool {
    locked { if case .pending = current { false } else { true } }
  }

  /// Blocks until the result is ready; `false` where the time passed first, and the task goes on.
  ///
  /// No time is no limit. In a callback the answer is `false` at once where the result's own callback would have to run
  /// first, since callbacks run one after another.
  @available(*, noasync, message: "await `value` instead")
  @discardableResult
  public final func wait(timeout: Duration? = nil) -> Bool {
    if isReady { return true }
    if isAwaitedByItself { return false }
    let deadline = timeout.map { MonotonicTime.now() + $0.nanoseconds }
    block(until: deadline)
    return isReady
  }

  /// Ends the task with an error of the code `cancelled`; `false` where it has ended already, or runs on threads.
  ///
  /// A task of a process pool that waits never runs. One that runs is ended with its worker, which is replaced, and with all
  /// that it has started. Cancelling the result of a map cancels all its chunks. Tasks of a thread pool are not cancelled.
  @discardableResult
  public func cancel() -> Bool { core?.cancel(self) ?? false }

  /// Whether the calling thread is the one on which the callback that must come first would run.
  var isAwaitedByItself: Bool { false }

  private final func block(until deadline: Int?) {
    core?.help(self, until: deadline)
    if isReady { return }
    let parker = Parker.current
    add(.thread(parker))
    while !isReady {
      if !parker.park(until: deadline) { return forget(parker) }
    }
  }

  final func add(_ waiter: ResultWaiter) {
    let isReady = locked {
      guard case .pending = current else { return true }
      waiters.append(waiter)
      return false
    }
    if isReady { waiter.wake() }
  }

  /// Takes a thread whose time has passed off the list.
  private final func forget(_ parker: Parker) {
    locked {
      waiters.removeAll {
        if case .thread(let other) = $0 { other === parker } else { false }
      }
    }
  }

  /// What has become of the task so far.
  final var outcome: Outcome { locked { current } }

  @inline(__always)
  private final func locked<Result>(_ body: () -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body()
  }

  // MARK: For those who end it

  /// Sets the outcome and wakes all who wait; `false` where it was already there.
  @discardableResult
  final func set(_ outcome: Outcome) -> Bool {
    let told: [ResultWaiter]? = locked {
      guard case .pending = current else { return nil }
      current = outcome
      if waiters.isEmpty { return [] }
      defer { waiters = [] }
      return waiters
    }
    guard let told else { return false }
    for waiter in told { waiter.wake() }
    return true
  }

  /// Keeps the value that an encoded outcome was decoded to.
  final func replace(with box: any AnyObject & Sendable) { locked { current = .value(box) } }

  /// The task returned this encoded value, which is gone when this returns; called at most once, or `failed` is.
  final func returned(_ payload: UnsafeRawBufferPointer) {
    if hasCallbacks || payload.count > SmallBytes.capacity { return returnedLarge(payload) }
    largeInput = nil
    bytes.set(payload)
    set(.encoded)
  }

  /// As `returned`, where the value is large or callbacks are to be told.
  func returnedLarge(_ payload: UnsafeRawBufferPointer) { set(.encodedLarge(Array(payload))) }

  /// The task failed.
  func failed(_ error: any Error) { set(.failure(error)) }

  // MARK: For the pool

  /// Whether the payload is an array, on whose elements the function is to run one after the other.
  var isChunk: Bool { false }

  /// The size of the encoded input.
  final var inputCount: Int { largeInput?.byteCount ?? bytes.count }

  /// Writes the encoded input.
  final func writeInput(to destination: UnsafeMutableRawBufferPointer) {
    if let largeInput { largeInput.write(to: destination) } else { bytes.copy(to: destination) }
  }
}

/// What a process pool keeps about a task.
struct TaskRecord {
  /// The slot of the worker that holds the task; negative where none does.
  var slot: Int32 = -1
  /// Whether its end is decided: it was answered, lost, cancelled, dropped, or its time was over.
  var hasEnded = false
  /// Whether the pool has taken it on.
  var isAccepted = false
  /// When it was submitted, by `MonotonicTime`; 0 where it is not one of those that are timed.
  var submittedNs = 0
}

/// Up to as many bytes as a slot of the task path has room for.
struct SmallBytes {
  static let capacity = TaskSlot.inlineCapacity

  private var storage: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  private(set) var count = 0

  mutating func set(_ source: UnsafeRawBufferPointer) {
    count = source.count
    withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: source) }
  }

  /// Has `write` fill so many bytes, at most `capacity`.
  mutating func fill(_ count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
    self.count = count
    withUnsafeMutableBytes(of: &storage) { write(UnsafeMutableRawBufferPointer(rebasing: $0[..<count])) }
  }

  func copy(to destination: UnsafeMutableRawBufferPointer) {
    withUnsafeBytes(of: storage) { destination.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeBytes(of: storage) { (bytes) throws(Failure) -> Result in
      try body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }
  }
}

/// A value that waits to be written to a worker.
protocol LargeInput: AnyObject, Sendable {
  var byteCount: Int { get }
  func write(to destination: UnsafeMutableRawBufferPointer)
}

/// A value whose writing cannot fail.
final class DirectInput<Value: Codable & Sendable>: LargeInput {
  private let value: Value
  private let coder: ValueCoder<Value>
  let byteCount: Int

  init(_ value: Value, _ coder: ValueCoder<Value>) {
    self.value = value
    self.coder = coder
    byteCount = coder.byteCount(value)
  }

  func write(to destination: UnsafeMutableRawBufferPointer) { coder.write(value, to: destination) }
}

/// A value as its bytes.
final class EncodedInput: LargeInput {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var byteCount: Int { bytes.count }
  func write(to destination: UnsafeMutableRawBufferPointer) { destination.copyBytes(from: bytes) }
}

/// A decoded value.
final class ValueBox<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

/// Somebody who waits for a result.
enum ResultWaiter {
  case thread(Parker)
  case continuation(CheckedContinuation<Void, Never>)
  /// A submitter that waits for room, or to be told why there will be none.
  case submitter(CheckedContinuation<PoolError?, Never>)

  func wake() {
    switch self {
    case .thread(let parker): parker.unpark()
    case .continuation(let continuation): continuation.resume()
    case .submitter(let continuation): continuation.resume(returning: nil)
    }
  }
}

/// A task in the queues of the pool's policy.
struct QueuedTask: PoolWork {
  let task: PoolTask

  var hasEnded: Bool { task.record.hasEnded }
  func waitsAgain() { task.record.slot = -1 }
}

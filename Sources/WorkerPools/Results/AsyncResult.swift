internal import WorkerPoolsPosix

/// The result of a task, there or still to come.
///
/// Safe to use from any thread, by as many as like. A result keeps what its task returned for as long as it is referenced;
/// it does not keep the pool alive.
public class AsyncResult<Value: Sendable>: PoolTask, @unchecked Sendable {
  /// Whether the task returned a value, as opposed to an error; throws an error of the code `notReady` before it has ended.
  public var isSuccessful: Bool {
    get throws {
      guard isReady else { throw PoolError.notReady }
      return (try? readyValue()) != nil
    }
  }

  /// Blocks until the result is ready and returns the value, or throws the task's error.
  ///
  /// Where the time passed first, an error with the code `timedOut` is thrown; the task goes on, and its result can still
  /// be had later. An error with the code `waitedFromInside` is thrown where the wait would be one for the caller itself: in a
  /// callback, where the result's own callback would have to run first, since callbacks run one after another; and in a task
  /// of a thread pool, for that task or one that waits for it, or where too many tasks wait one inside the other.
  @available(*, noasync, message: "await `value` or `value(timeout:)` instead")
  @inlinable  // so that the caller's code, which knows the type, takes numbers as they are
  public final func get(timeout: Duration? = nil) throws -> Value {
    try becomeReady(timeout: timeout)
    if Word.isRepresentation(of: Value.self), let word = endWord { return unsafeBitCast(word, to: Value.self) }
    return try readyValue()
  }

  /// Ends the task; to be called once.
  final func complete(_ outcome: Result<Value, any Error>) {
    switch outcome {
    case .success(let value): end(with: ValueBox(value))
    case .failure(let error): end(with: error)
    }
  }

  /// Turns what the task returned into its value.
  func decode(_ bytes: UnsafeRawBufferPointer) throws -> Value {
    preconditionFailure("only results of tasks in other processes are decoded")
  }

  @usableFromInline
  final func readyValue() throws -> Value { try value(at: currentStage) }

  /// The value that lies where that stage has it.
  final func value(at stage: UInt8) throws -> Value {
    switch stage {
    case Stage.endedWithBytes: return try bytes.withBytes { try decode($0) }
    case Stage.endedWithValue: return unsafeDowncast(endObject!, to: ValueBox<Value>.self).value
    case Stage.endedWithFailure: throw unsafeDowncast(endObject!, to: FailureBox.self).error
    case Stage.endedWithEncoded: return try decodedValue()
    default: preconditionFailure("the value of a result is read when it is ready")
    }
  }

  private func decodedValue() throws -> Value {
    guard let encoded = lockedEnd as? EncodedInput else {
      return unsafeDowncast(lockedEnd!, to: ValueBox<Value>.self).value
    }
    let value = try encoded.bytes.withUnsafeBytes { try decode($0) }
    replaceEnd(with: ValueBox(value))
    return value
  }
}

extension Duration {
  /// The whole nanoseconds of the span, within what an `Int` of them can hold with room for a sum.
  var nanoseconds: Int {
    let (seconds, attoseconds) = components
    let limit = Int64(1) << 32
    return Int(min(max(seconds, 0), limit)) * 1_000_000_000 + Int(max(attoseconds, 0) / 1_000_000_000)
  }

  /// When the span that begins now is over, by `MonotonicTime`.
  var deadline: Int { MonotonicTime.now() + nanoseconds }
}

internal import Synchronization

// How a task ends, by those who end it: one end comes, and comes once.
extension PoolTask {
  /// The task has ended with what lies where that stage has it.
  @inline(__always)
  final func end(_ end: UInt8) {
    if stage.exchange(end, ordering: .acquiringAndReleasing) == Stage.awaited { wakeWaiters() }
  }

  private func wakeWaiters() {
    let told = locked {
      defer { waiters = [] }
      return waiters
    }
    for waiter in told { waiter.wake() }
  }

  /// The task has ended with what lies in `bytes`.
  final func endWithBytes() { end(Stage.endedWithBytes) }

  /// The task has ended with a value.
  final func end<Value>(with box: ValueBox<Value>) {
    object = box
    end(Stage.endedWithValue)
  }

  /// The task has ended with an error.
  final func end(with error: any Error) {
    object = FailureBox(error)
    end(Stage.endedWithFailure)
  }

  /// The task has ended with a value that is decoded later.
  final func end(withEncoded bytes: [UInt8]) {
    object = EncodedInput(bytes)
    end(Stage.endedWithEncoded)
  }

  // MARK: In a worker process

  /// The task returned this encoded value, which is gone when this returns; called at most once, or `failed` is.
  final func returned(_ payload: UnsafeRawBufferPointer) {
    if hasCallbacks || payload.count > SmallBytes.capacity { return returnedLarge(payload) }
    if object != nil { dropInput() }
    bytes.set(payload)
    endWithBytes()
  }

  // MARK: On a thread

  /// Runs the body of the task and keeps what it returned or threw, to end with it at the stage `kept`.
  @inlinable
  final func keep<Value: Sendable>(_ body: () throws -> Value) {
    do {
      let value = try body()
      if Word.isRepresentation(of: Value.self) {
        keep(word: unsafeBitCast(value, to: UInt64.self))
      } else {
        keep(valueIn: ValueBox(value))
      }
    } catch {
      keep(error)
    }
  }

  @usableFromInline
  final func keep(word: UInt64) {
    bytes.set(word: word)
    kept = Stage.endedWithBytes
  }

  /// Keeps the value in a `ValueBox`.
  @usableFromInline
  final func keep(valueIn box: AnyObject) {
    object = box
    kept = Stage.endedWithValue
  }

  @usableFromInline
  final func keep(_ error: any Error) {
    object = FailureBox(error)
    kept = Stage.endedWithFailure
  }
}

/// A value as it is.
@usableFromInline
final class ValueBox<Value: Sendable>: Sendable {
  @usableFromInline let value: Value

  @inlinable
  init(_ value: Value) { self.value = value }
}

/// What a task failed with.
final class FailureBox: Sendable {
  let error: any Error

  init(_ error: any Error) { self.error = error }
}

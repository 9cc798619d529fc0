/// A value behind a mutex.
///
/// Not the standard library's `Mutex`, whose contended path ThreadSanitizer cannot see, so that it reports races there
/// that are none.
package final class Locked<Value: ~Copyable>: @unchecked Sendable {  // every access to the value holds the mutex
  private var value: Value
  private let mutex = PlainLock()

  package init(_ value: consuming sending Value) { self.value = value }

  /// Runs `body` alone with the value.
  package func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    mutex.lock()
    defer { mutex.unlock() }
    return try body(&value)
  }
}

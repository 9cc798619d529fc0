internal import Glibc

/// A value behind a mutex, with a condition on which threads wait for it to change.
package final class ConditionLock<State>: @unchecked Sendable {  // every access to the state holds the mutex
  private var state: State
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  package init(_ state: consuming sending State) {
    self.state = state
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` alone with the value.
  package func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&state)
  }

  /// Blocks while `isWaiting` holds, then runs `body` before anybody else can change the value.
  ///
  /// The deadline is in nanoseconds of `MonotonicTime`; `nil` waits without limit. Returns what `body` returned, or `nil`
  /// where the deadline passed first.
  package func waiting<Result>(
    until deadline: Int? = nil, while isWaiting: (State) -> Bool, _ body: (inout State) -> Result
  ) -> Result? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while isWaiting(state) {
      guard let deadline else {
        pthread_cond_wait(condition, mutex)
        continue
      }
      var time = timespec(nanoseconds: max(deadline, 0))
      if pthread_cond_timedwait(condition, mutex, &time) == ETIMEDOUT, isWaiting(state) { return nil }
    }
    return body(&state)
  }

  /// Blocks while `isWaiting` holds; `false` where the deadline passed first.
  @discardableResult
  package func waiting(until deadline: Int? = nil, while isWaiting: (State) -> Bool) -> Bool {
    waiting(until: deadline, while: isWaiting) { _ in true } ?? false
  }

  /// Wakes one of the threads that wait, if any.
  package func signal() { pthread_cond_signal(condition) }

  /// Wakes all threads that wait.
  package func broadcast() { pthread_cond_broadcast(condition) }
}

internal import WorkerPoolsPosix

/// What the threads of a host wake a pool's dispatcher by: an event descriptor that is closed when the pool is over.
///
/// Workers have bells of their own, see `PathFiles`.
///
/// A result that is kept longer than its pool keeps this, but no descriptor.
final class PoolBell: @unchecked Sendable {  // see `lock`
  let descriptor: FileDescriptor
  private let lock = PlainLock()
  private var event: EventDescriptor?

  init() throws(PosixError) {
    let event = try EventDescriptor()
    descriptor = event.descriptor
    self.event = consume event
  }

  /// Wakes the dispatcher, where there still is one.
  func raise() {
    lock.lock()
    event?.raise()
    lock.unlock()
  }

  /// The dispatcher has heard it.
  func clear() {
    lock.lock()
    event?.clear()
    lock.unlock()
  }

  /// Closes the descriptor.
  func close() {
    lock.lock()
    event = nil
    lock.unlock()
  }
}

import Synchronization

/// A count that tasks of the runtime share.
final class Counter: Sendable {
  let count = Atomic(0)
}

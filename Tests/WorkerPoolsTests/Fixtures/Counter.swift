import Synchronization

/// A count that tasks of the runtime share.
final class Counter: Sendable {
  let count = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }

  /// The count so far, one more from now on.
  func next() -> Int { count.add(1, ordering: .relaxed).oldValue }
}

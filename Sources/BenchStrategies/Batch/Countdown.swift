import Synchronization
import WorkerPoolsPosix

/// Counts the tasks of a batch that are still to end, for one thread that waits for the last of them.
final class Countdown: Sendable {
  private let remaining: Atomic<Int>
  private let isOver = ConditionLock(false)

  /// That many tasks are to end, at least 1.
  init(_ count: Int) { remaining = Atomic(count) }

  /// A task has ended.
  func end() {
    guard remaining.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
    isOver.withLock { $0 = true }
    isOver.broadcast()
  }

  /// Blocks until all have ended.
  func wait() { isOver.waiting(while: { !$0 }) }
}

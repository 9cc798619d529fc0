internal import Synchronization
internal import WorkerPoolsPosix

/// A task of a thread pool that can be claimed before it begins: by a thread, by whoever waits for it, or to cancel it.
protocol ThreadWork: AnyObject, Sendable {
  /// Runs the task, unless somebody has claimed it already; whether it ran.
  func run() -> Bool
  /// Ends the task with an error, unless somebody has claimed it already; whether that was so.
  @discardableResult
  func drop(_ error: PoolError) -> Bool
}

/// What waits in the queue of a thread pool.
enum QueuedWork {
  /// A task of which nobody wants to know the end.
  case closure(@Sendable () -> Void)
  case task(any ThreadWork)
  /// One of those that are timed; apart, so that the queue of short tasks is small.
  case timed(TimedWork)

  /// Ends it with an error instead of running it.
  func drop(_ error: PoolError) {
    switch self {
    case .closure: break
    case .task(let task): task.drop(error)
    case .timed(let timed): timed.work.drop(error)
    }
  }
}

/// A task, and when it was submitted.
final class TimedWork: Sendable {
  let work: QueuedWork
  /// By `MonotonicTime`.
  let submittedNs = MonotonicTime.now()
  /// For how many tasks it stands, itself among them.
  let weight: Int

  init(_ work: consuming QueuedWork, weight: Int) {
    self.work = work
    self.weight = weight
  }
}

/// Who has begun a task, or ended it without: the one who takes the claim first.
struct Claim: ~Copyable {
  private let isTaken = Atomic<Bool>(false)

  /// Whether nobody has taken it.
  var isFree: Bool { !isTaken.load(ordering: .relaxed) }

  /// Whether the caller is the first.
  @inline(__always)
  func take() -> Bool { !isTaken.exchange(true, ordering: .acquiringAndReleasing) }
}

/// On which thread a task runs: one that waits for it there waits for itself.
struct Runner: ~Copyable {
  private let thread = Atomic<UInt>(0)

  @inline(__always)
  func begins() { thread.store(PlatformThread.currentNumber, ordering: .relaxed) }

  @inline(__always)
  func ends() { thread.store(0, ordering: .relaxed) }

  /// Whether the task runs on the calling thread.
  var isCurrent: Bool { thread.load(ordering: .relaxed) == PlatformThread.currentNumber }
}

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

  /// Runs it where it has not been claimed; whether it ran.
  @inline(__always)
  func run() -> Bool {
    switch self {
    case .closure(let body):
      body()
      return true
    case .task(let task): return task.run()
    }
  }

  /// Ends it with an error instead; whether it was still there to be ended.
  func drop(_ error: PoolError) -> Bool {
    switch self {
    case .closure: true
    case .task(let task): task.drop(error)
    }
  }
}

/// A place in the queue.
struct QueueEntry {
  var work: QueuedWork
  /// When it was submitted, by `MonotonicTime`; 0 where it is not one of those that are timed.
  var submittedNs: Int
}

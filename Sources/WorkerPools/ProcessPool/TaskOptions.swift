/// What is different for one task of a process pool.
///
/// ```swift
/// let page = try pool.apply(Render.self, url, options: TaskOptions(timeLimit: .seconds(2), attempts: 3))
/// ```
///
/// A thread pool has no such options: a closure that runs on a thread can be neither ended nor begun again.
public struct TaskOptions: Sendable, Hashable {
  /// How long the task may run, longer than zero; `nil` for what holds in the pool, ``ProcessPool/Configuration/taskTimeout``.
  ///
  /// The clock starts when the task begins. Then its worker is killed, with all that the task started, and replaced, and the
  /// task ends with an error of the code ``PoolError/Code/taskTimedOut``.
  public var timeLimit: Duration?
  /// How often the task is begun in all where its workers die, at least 1; `nil` for what holds in the pool,
  /// ``ProcessPool/Configuration/maxAttempts``.
  public var attempts: Int?

  /// Options that differ from the pool's configuration as far as they are given.
  public init(timeLimit: Duration? = nil, attempts: Int? = nil) {
    self.timeLimit = timeLimit
    self.attempts = attempts
  }

  /// Throws an error of the code `invalidConfiguration` where a value is out of its range.
  func check() throws(PoolError) {
    if let timeLimit, timeLimit <= .zero {
      throw PoolError(.invalidConfiguration, "a task's time limit must be longer than zero, not \(timeLimit)")
    }
    if let attempts, attempts < 1 {
      throw PoolError(.invalidConfiguration, "a task needs at least 1 attempt, not \(attempts)")
    }
  }

  /// Whether nothing differs.
  var isEmpty: Bool { self == TaskOptions() }
}

/// Swift's own tasks run on the pool's threads where they prefer it: `Task(executorPreference: pool)`,
/// `withTaskExecutorPreference(pool)`.
///
/// Each part of such a task, from one suspension to the next, is a task of the pool: `waitUntilIdle`, `close` with `join`, and
/// the statistics count it, and parts run in the order in which they came, whatever their priority. A part is never refused and
/// needs no room in the queue. After `close` or `terminate`, what comes and what `terminate` drops runs on Swift's global
/// executor instead: nothing is lost, and a task that is suspended holds up no `join`.
///
/// A task that prefers the pool keeps it: the last reference goes away with such a task, or later.
extension ThreadPool: TaskExecutor {
  /// Has a part of a Swift task run; called by Swift's runtime.
  public func enqueue(_ job: consuming ExecutorJob) {
    let part = SwiftTaskPart(UnownedJob(job), self)
    do {
      try core.submit(.task(part))
    } catch {
      part.runElsewhere()
    }
  }
}

/// A Swift task from one suspension to the next, which has to run in any case, and once.
private final class SwiftTaskPart: ThreadWork {
  private let job: UnownedJob
  /// Keeps the pool, of which the runtime has only an address.
  private let pool: ThreadPool

  init(_ job: UnownedJob, _ pool: ThreadPool) {
    self.job = job
    self.pool = pool
  }

  func run() -> Bool {
    job.runSynchronously(on: pool.asUnownedTaskExecutor())
    return true
  }

  func drop(_: PoolError) -> Bool {
    runElsewhere()
    return true
  }

  /// On Swift's global executor, where it does not run here.
  func runElsewhere() { globalConcurrentExecutor.enqueue(job) }
}

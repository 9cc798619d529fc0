import Synchronization
import WorkerPoolsPosix

/// An asynchronous call that runs in the calling thread from its beginning to its end.
///
/// The thread is the executor of the call's Swift task: it runs what is ready and sleeps when nothing is. No thread of Swift's
/// own pool takes part, so that callers may block all of those.
enum AwaitedTask {
  /// Runs `body` and returns what it returns, or throws what it throws.
  static func run<Output: Sendable>(_ body: @escaping @Sendable () async throws -> Output) throws -> Output {
    let thread = CallingThread()
    let end = CallEnd<Output>()
    Task(executorPreference: thread) {
      do { end.note(.success(try await body())) } catch { end.note(.failure(error)) }
    }
    while true {
      if let result = end.result { return try result.get() }
      thread.runNext()
    }
  }
}

/// How a call ended; written and read by the thread that runs it.
private final class CallEnd<Output: Sendable>: Sendable {
  private let state = Mutex<Result<Output, any Error>?>(nil)

  var result: Result<Output, any Error>? { state.withLock { $0 } }

  func note(_ result: Result<Output, any Error>) { state.withLock { $0 = result } }
}

/// The executor of one call: its parts, in the order in which they became ready, for the thread that made it.
private final class CallingThread: TaskExecutor {
  private let ready = Mutex<[UnownedJob]>([])
  private let parker = Parker()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    ready.withLock { $0.append(job) }
    parker.unpark()
  }

  /// Runs the parts that are ready; waits if there are none.
  func runNext() {
    let jobs = ready.withLock { jobs in
      defer { jobs = [] }
      return jobs
    }
    if jobs.isEmpty { _ = parker.park() }
    for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
  }
}

import Testing
import WorkerPoolsPosix

/// Threads for the asynchronous parts of tests.
///
/// Tests that block keep the threads of Swift's own pool busy: whatever awaits would wait for them at each step.
final class TestExecutor: TaskExecutor {
  static let shared = TestExecutor(threads: 4)

  private let jobs = ConditionLock<[UnownedJob]>([])

  private init(threads: Int) {
    for _ in 0..<threads {
      do {
        _ = try PlatformThread.start(name: "tests") { while true { self.runNext() } }
      } catch {
        preconditionFailure("the tests' own threads cannot start: \(error)")
      }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    jobs.signal()
  }

  private func runNext() {
    let job = jobs.waiting(while: \.isEmpty) { $0.removeFirst() }
    job?.runSynchronously(on: asUnownedTaskExecutor())
  }
}

/// Runs each test on threads that no other test blocks.
struct OwnThreads: TestTrait, SuiteTrait, TestScoping {
  func provideScope(
    for _: Test, testCase _: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(TestExecutor.shared) { try await function() }
  }
}

extension Trait where Self == OwnThreads {
  static var onOwnThreads: OwnThreads { OwnThreads() }
}

/// A Swift task of its own, on threads that no test blocks.
func background<Output: Sendable>(_ body: @escaping @Sendable () async throws -> Output) -> Task<Output, any Error> {
  Task(executorPreference: TestExecutor.shared, operation: body)
}

import Synchronization
import Testing
import WorkerPools

@Suite("Terminating a thread pool")
struct TerminationTests {
  @Test("ends every dropped task and runs its callback before join returns", .timeLimit(.minutes(20)))
  func droppedTasksEnd() throws {
    let pool = try ThreadPool(ThreadPool.Configuration(threads: 1))
    let called = Atomic(0)
    let results = try (0..<20_000).map { _ in
      try pool.applyAsync(errorCallback: { _ in called.add(1, ordering: .relaxed) }) {}
    }
    pool.terminate()
    try pool.join()
    let ready = results.count { $0.isReady }
    #expect(ready == results.count)
    let failed = results.count { !((try? $0.isSuccessful) ?? true) }
    #expect(called.load(ordering: .relaxed) == failed)
  }
}

import Testing
import WorkerPools

@Suite("Process pool")
struct ProcessPoolTests {
  @Test("a task runs in a worker and its value comes back", .timeLimit(.minutes(1)))
  func value() throws {
    try withProcessPool(.init(workers: 2)) { pool in
      #expect(try pool.apply(Double2.self, 21) == 42)
    }
  }
}

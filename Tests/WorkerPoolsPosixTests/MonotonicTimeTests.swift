import Testing
import WorkerPoolsPosix

@Suite("The clock")
struct MonotonicTimeTests {
  @Test("a sleep never ends early")
  func sleep() {
    let deadline = MonotonicTime.now() + 2_000_000
    MonotonicTime.sleep(until: deadline)
    #expect(MonotonicTime.now() >= deadline)
  }
}

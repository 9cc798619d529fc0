import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// The wake policy at work, with threads, and what it knows of their tasks.
@Suite("Wake-ups of a thread pool", .serialized)
struct ThreadPoolWakeTests {
  @Test("a short task is run though only a sentry knows of it, which stands down in the end", .timeLimit(.minutes(1)))
  func sentry() throws {
    let pool = try ThreadPool(.init(threads: 2))
    while pool.core.typicalNs >= WakePolicy.worthWakingNs {
      for _ in 0...ThreadPoolCore.stampMask { try pool.submit {} }
      try pool.waitUntilIdle()
    }
    let gate = try Gate()
    let held = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    for _ in 0..<200 {
      try #require(try pool.applyAsync {}.wait(timeout: .seconds(20)))
      // From now on the other thread is the sentry, where tasks are taken for short.
      while pool.core.locked({ pool.core.policy.sleeperCount }) == 0 { PlatformThread.yield() }
    }
    eventually { pool.core.typicalNs == WakePolicy.unknownNs }
    arrival.release()
    #expect(try held.get() == 0)
    try pool.closeAndJoin()
  }

  @Test("a short task that was timed stands for those that were not")
  func samples() {
    let core = ThreadPoolCore(threads: 1, room: nil)
    #expect(core.timed(submittedNs: 0, beganNs: 0, endedNs: 100) == 100, "tasks were taken for long, and all timed")
    #expect(core.typicalNs == 100)
    #expect(core.timed(submittedNs: 0, beganNs: 0, endedNs: 30_000) == 30_000 * (ThreadPoolCore.stampMask + 1))
    #expect(core.timed(submittedNs: 0, beganNs: 0, endedNs: 30_000) == 30_000)
  }
}

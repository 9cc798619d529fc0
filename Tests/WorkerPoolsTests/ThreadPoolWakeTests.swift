import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// The wake policy at work, with threads, and what it knows of their tasks.
@Suite("Wake-ups of a thread pool", .serialized)
struct ThreadPoolWakeTests {
  @Test("a short task is run though only a sentry knows of it, which stands down in the end", .timeLimit(.minutes(20)))
  func sentry() throws {
    let pool = try ThreadPool(.init(threads: 2))
    while pool.core.typicalNs >= WakePolicy.worthWakingNs {
      for _ in 0..<ThreadPoolCore.sampleWeight { try pool.submit {} }
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

  @Test("one thread is woken for a submit, and none where all are busy", .timeLimit(.minutes(20)))
  func wakeUps() throws {
    let pool = try ThreadPool.make(4)
    for _ in 0..<50 {
      eventually { pool.core.locked { pool.core.policy.sleeperCount } == 4 }
      let before = pool.wakeUpCount
      try pool.applyAsync {}.wait()
      // None where the one that was sentry comes back at that moment.
      #expect(pool.wakeUpCount - before <= 1)
    }
    #expect(pool.wakeUpCount > 0)
    let gate = try Gate()
    let held = try (0..<4).map { _ in try pool.submit(.waitAtGate(port: gate.port)) }
    let arrivals = try gate.arrivals(4)
    let before = pool.wakeUpCount
    for _ in 0..<1_000 { try pool.submit {} }
    #expect(pool.wakeUpCount == before)
    for arrival in arrivals { arrival.release() }
    for result in held { #expect(try result.get() == 0) }
    try pool.closeAndJoin()
  }

  @Test("a short task that is timed stands for those that are not")
  func samples() throws {
    let core = ThreadPoolCore(threads: 1, room: nil)
    func weights(_ count: Int) throws -> [Int] {
      for _ in 0..<count { try core.submit(.closure {}) }
      var weights: [Int] = []
      while let block = core.queue.takeFirst() {
        while block.count > 0 { if case .timed(let timed) = block.takeFirst() { weights.append(timed.weight) } }
        block.free()
      }
      return weights
    }
    #expect(try weights(3) == [1, 1, 1], "tasks are taken for long before any was timed")
    core.timed(waitedNs: 0, ranNs: 100)
    #expect(try weights(3 * ThreadPoolCore.sampleWeight) == Array(repeating: ThreadPoolCore.sampleWeight, count: 3))
    core.timed(waitedNs: 0, ranNs: ThreadPoolCore.longTaskNs)
    #expect(try weights(2) == [1, 1])
  }

  @Test("a long task among short ones is counted for itself alone", .timeLimit(.minutes(20)))
  func longAmongShort() throws {
    let pool = try ThreadPool.make(1)
    let beganNs = MonotonicTime.now()
    while pool.core.typicalNs >= ThreadPoolCore.longTaskNs {
      try pool.submit {}
      try pool.waitUntilIdle()
    }
    // One of them is timed.
    for _ in 0..<ThreadPoolCore.sampleWeight { try pool.submit { MonotonicTime.sleep(nanoseconds: 100_000) } }
    try pool.waitUntilIdle()
    #expect(pool.statistics.threads[0].busyTime <= .nanoseconds(MonotonicTime.now() - beganNs))
    try pool.closeAndJoin()
  }

  @Test("tasks that turn out shorter than those before them are not counted for more", .timeLimit(.minutes(20)))
  func busyTime() throws {
    let pool = try ThreadPool.make(1)
    let beganNs = MonotonicTime.now()
    let gate = try Gate()
    let held = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    // Each is timed: nothing is known yet of how long tasks last.
    for _ in 0..<1_000 { try pool.submit { MonotonicTime.sleep(nanoseconds: 1_000) } }
    arrival.release()
    #expect(try held.get() == 0)
    try pool.waitUntilIdle()
    let statistics = pool.statistics
    #expect(statistics.runTime.count == 1_001)
    #expect(statistics.threads[0].busyTime <= .nanoseconds(MonotonicTime.now() - beganNs))
    try pool.closeAndJoin()
  }
}

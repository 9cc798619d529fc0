import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a pool promises about tasks that take too long, for each start method.
@Suite("A task that takes too long", .serialized)
struct TimeTests {
  @Test("is killed, and the pool keeps its size", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func timeout(_ kind: StartMethod) throws {
    let pool = try kind.make(2) { $0.taskTimeout = .milliseconds(20) }
    let results = try (0..<20).map { try pool.start($0 % 2 == 0 ? .sleepIgnoringSignals : .spin) }
    for result in results {
      let error = poolError { _ = try result.get() }
      #expect(error?.code == .taskTimedOut)
      #expect(error?.worker?.termination == .signaled(SignalNumber.kill))
    }
    try pool.awaitReady()
    #expect(pool.workerIdentifiers.count == 2)
    #expect(try pool.run(.double(4)) == 8)
    try pool.closeAndJoin()
  }

  @Test("counts from its beginning, and not from its submission", .timeLimit(.minutes(20)))
  func clock() throws {
    let pool = try StartMethod.spawn.make(1) { $0.taskTimeout = .seconds(2) }
    let gate = try Gate()
    let results = try (0..<8).map { _ in try pool.start(.waitAtGate(port: gate.port)) }
    // Each for a part of the limit, all together for longer than that.
    for _ in 0..<8 {
      let arrival = try gate.nextArrival()
      MonotonicTime.sleep(nanoseconds: 300_000_000)
      arrival.release()
    }
    for result in results { #expect(try result.get() == 0) }
    try pool.closeAndJoin()
  }

  @Test(
    "costs no other task, even where several are too long at once", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func severalAtOnce(_ kind: StartMethod) throws {
    let pool = try kind.make(3) { $0.taskTimeout = .milliseconds(100) }
    let long = try (0..<3).map { _ in try pool.start(.sleepIgnoringSignals) }
    let short = try (0..<60).map { try pool.start(.double($0)) }
    for result in long { #expect(poolError { _ = try result.get() }?.code == .taskTimedOut) }
    for (number, result) in short.enumerated() { #expect(try result.get() == 2 * number) }
    try pool.closeAndJoin()
  }

  @Test("is killed when nobody waits for it, too", .timeLimit(.minutes(20)))
  func nobodyWaits() throws {
    let pool = try StartMethod.spawn.make(1) { $0.taskTimeout = .milliseconds(20) }
    let result = try pool.start(.spin)
    eventually { result.isReady }
    pool.close()
    try pool.join(timeout: .seconds(20))
  }

  @Test("or whose worker does not even begin: another worker runs it", .timeLimit(.minutes(20)))
  func stoppedWorker() throws {
    let pool = try StartMethod.spawn.make(1) { $0.taskTimeout = .milliseconds(50) }
    try pool.awaitReady()
    let stopped = pool.workerIdentifiers[0]
    SignalNumber.send(19, to: stopped)  // SIGSTOP
    #expect(try pool.run(.pid) != Int(stopped))
    #expect(pool.workerIdentifiers.count == 1)
    try pool.closeAndJoin()
  }

  @Test("to be ready is a worker that died", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func hangingInitializer(_ kind: StartMethod) throws {
    let pool = try kind.make(1) {
      try $0.setInitializer(RunJob.self, .spin)
      $0.startTimeout = .milliseconds(100)
      $0.restartBudget = 1
    }
    let error = poolError { _ = try pool.run(.double(1)) }
    #expect(error?.code == .workersKeepDying)
    #expect(error?.description.contains("was not ready within") == true)
    try pool.closeAndJoin()
  }

  @Test("takes what it has started with it", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func sleeperOfTimedOut(_ kind: StartMethod) throws {
    let pool = try kind.make(1) { $0.taskTimeout = .milliseconds(300) }
    let gate = try Gate()
    let result = try pool.start(.startSleeper(port: gate.port, thenGateAt: nil))
    let sleeper = try ProcessWatch(pid: try gate.nextArrival().pid)
    #expect(poolError { _ = try result.get() }?.code == .taskTimedOut)
    #expect(try sleeper.waitForEnd(timeoutNs: 2_000_000_000))
    try pool.closeAndJoin()
  }
}

import Synchronization
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What a pool promises about the lives of its workers, for each start method.
@Suite("The lives of workers", .serialized)
struct LifeTests {
  @Test("end after so many tasks", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func recycle(_ kind: StartMethod) throws {
    let pool = try kind.make(3) { $0.maxTasksPerWorker = 10 }
    try pool.awaitReady()
    let before = Set(pool.workerIdentifiers)
    let pids = try (0..<100).map { _ in try pool.start(.pid) }.map { try $0.get() }
    let counts = pids.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    #expect(counts.values.allSatisfy { $0 <= 10 })
    #expect(counts.count >= 10)
    // A worker that was seldom given a processor has had fewer tasks than the others.
    try eventually {
      _ = try pool.runOnEachWorker(RunJob.self, .pid)
      return Set(pool.workerIdentifiers).isDisjoint(with: before) && pool.workerIdentifiers.count == 3
    }
    try pool.closeAndJoin()
  }

  @Test("of one task each: close and join at once lose none", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func recycleAfterOne(_ kind: StartMethod) throws {
    let pool = try kind.make(2) { $0.maxTasksPerWorker = 1 }
    let pids = try (0..<12).map { _ in try pool.start(.pid) }
    try pool.closeAndJoin()
    #expect(try Set(pids.map { try $0.get() }).count == 12)
  }

  @Test(
    "that reach their limit while the pool ends do not hold it up", .timeLimit(.minutes(20)), arguments: [false, true])
  func limitAtTheEnd(terminating: Bool) throws {
    for _ in 0..<5 {
      let pool = try StartMethod.spawn.make(2) { $0.maxTasksPerWorker = 2 }
      let results = try (0..<9).map { try pool.start(.double($0)) }
      results[2].wait()
      if terminating { pool.terminate() } else { pool.close() }
      try pool.join(timeout: .seconds(20))
      if !terminating { for (number, result) in results.enumerated() { #expect(try result.get() == 2 * number) } }
      let areReady = results.allSatisfy(\.isReady)
      #expect(areReady)
    }
  }

  @Test("end where they use too much memory, after the task", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func memory(_ kind: StartMethod) throws {
    let pool = try kind.make(1) { $0.maxMemoryPerWorker = 256 << 20 }
    let first = try pool.run(.pid)
    #expect(try pool.run(.pid) == first)
    #expect(try pool.run(.keep(bytes: 300 << 20)) == 0)
    #expect(try pool.run(.pid) != first)
    #expect(pool.statistics.workers[0].restarts == 1)
    try pool.closeAndJoin()
  }

  @Test(
    "end when there is nothing to do, and return for work", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func shrink(_ kind: StartMethod) throws {
    let pool = try kind.make(3) {
      $0.minimumWorkers = 1
      $0.idleTimeout = .milliseconds(50)
    }
    try pool.awaitReady()
    eventually { pool.workerIdentifiers.count == 1 }
    let gate = try Gate()
    let results = try (0..<3).map { _ in try pool.start(.waitAtGate(port: gate.port)) }
    let arrivals = try gate.arrivals(3)
    #expect(Set(arrivals.map(\.pid)).count == 3)
    for arrival in arrivals { arrival.release() }
    for result in results { #expect(try result.get() == 0) }
    eventually { pool.workerIdentifiers.count == 1 }
    try pool.closeAndJoin()
  }

  @Test("are as many as the pool was last told", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func resize(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    for count in [4, 2, 3, 1] {
      try pool.resize(to: count)
      eventually { pool.workerIdentifiers.count == count }
      let gate = try Gate()
      let results = try (0..<count).map { _ in try pool.start(.waitAtGate(port: gate.port)) }
      for arrival in try gate.arrivals(count) { arrival.release() }
      for result in results { #expect(try result.get() == 0) }
    }
    #expect(poolError { try pool.resize(to: 0) }?.code == .invalidConfiguration)
    pool.close()
    #expect(poolError { try pool.resize(to: 2) }?.code == .closed)
    try pool.join()
  }

  @Test("begin with the state that the initializer makes", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func workerLocal(_ kind: StartMethod) throws {
    let pool = try kind.make(2) { try $0.setInitializer(SetLocalValue.self, 17) }
    #expect(try pool.runOnEachWorker(RunJob.self, .localValue) == [17, 17])
    #expect(!Kept.local.isSet)
    #expect(poolError { _ = try pool.run(.exit(1)) }?.code == .workerDied)
    #expect(try pool.runOnEachWorker(RunJob.self, .localValue) == [17, 17])
    try pool.closeAndJoin()
  }

  @Test(
    "whose initializers fail are bounded, and every task learns why", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func failingInitializer(_ kind: StartMethod) throws {
    let pool = try kind.make(2) {
      try $0.setInitializer(RunJob.self, .fail("no licence"))
      $0.restartBudget = 3
    }
    let results = try (0..<20).map { try pool.start(.double($0)) }
    for result in results {
      let error = poolError { _ = try result.get() }
      #expect(error?.code == .workersKeepDying)
      #expect(error?.description.contains("no licence") == true)
    }
    #expect(pool.statistics.workers.map(\.restarts).reduce(0, +) <= 4)
    try pool.closeAndJoin()
  }

  @Test(
    "end with their exit hooks, which are given up after a while", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func exitHooks(_ kind: StartMethod) throws {
    let gate = try Gate()
    let pool = try kind.make(2) {
      try $0.setExitHook(RunJob.self, .waitAtGate(port: gate.port))
      $0.exitTimeout = .milliseconds(300)
    }
    try pool.awaitReady()
    pool.close()
    let arrivals = try gate.arrivals(2)
    arrivals[0].release()
    try pool.join(timeout: .seconds(20))
    arrivals[1].waitUntilGone()
  }

  @Test("are not made with a configuration that makes no sense", .timeLimit(.minutes(20)))
  func configuration() {
    typealias Choice = (inout ProcessPool.Configuration) -> Void
    let choices: [Choice] = [
      { $0.maxTasksPerWorker = 0 }, { $0.maxMemoryPerWorker = 0 }, { $0.queueLimit = -1 }, { $0.minimumWorkers = -1 },
      { $0.restartBudget = -1 }, { $0.maxAttempts = 0 }, { $0.maxPayloadBytes = 0 }, { $0.taskTimeout = .zero },
      { $0.idleTimeout = .zero }, { $0.exitTimeout = .seconds(-1) },
    ]
    for choose in choices {
      #expect(poolError { _ = try StartMethod.spawn.make(1, choose) }?.code == .invalidConfiguration)
    }
  }
}

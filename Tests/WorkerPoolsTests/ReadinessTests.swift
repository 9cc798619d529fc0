import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What is asked and told of a pool's workers as such.
@Suite("Readiness of a process pool")
struct ReadinessTests {
  @Test("comes when all initializers have run", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func ready(_ method: StartMethod) async throws {
    let gate = try Gate()
    let pool = try method.make(2) { try $0.setInitializer(RunJob.self, .waitAtGate(port: gate.port)) }
    let arrivals = try gate.arrivals(2)
    #expect(throws: PoolError.self) { try Self.awaitReady(pool, .milliseconds(20)) }
    let wait = Task { try await pool.awaitReady() }
    let cancelled = Task { try await pool.awaitReady() }
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    arrivals[0].release()
    await #expect(throws: PoolError.self) { try await pool.awaitReady(timeout: .milliseconds(20)) }
    arrivals[1].release()
    try await wait.value
    try Self.awaitReady(pool, .zero)
    #expect(try await pool.runOnEachWorker(RunJob.self, .pid).count == 2)
    pool.terminate()
    await #expect(throws: PoolError.self) { try await pool.awaitReady() }
    try await pool.join()
  }

  @Test("is given up where the pool ends or its workers keep dying", .timeLimit(.minutes(20)))
  func givenUp() async throws {
    let gate = try Gate()
    let pool = try StartMethod.spawn.make(1) { try $0.setInitializer(RunJob.self, .waitAtGate(port: gate.port)) }
    _ = try gate.nextArrival()
    let waits = (0..<3).map { _ in Task { try await pool.awaitReady() } }
    let threads = try ThreadPool.make(1)
    let blocking = try threads.applyAsync { try pool.awaitReady() }
    pool.terminate()
    for wait in waits { await #expect(throws: PoolError.self) { try await wait.value } }
    await #expect(throws: PoolError.self) { try await blocking.value }
    try await pool.join()
    let dying = try StartMethod.spawn.make(1) {
      $0.restartBudget = 1
      try $0.setInitializer(RunJob.self, .exit(3))
    }
    let error = await #expect(throws: PoolError.self) { try await dying.awaitReady() }
    #expect(error?.code == .workersKeepDying)
    dying.close()
    threads.close()
    try await dying.join()
  }

  @Test("does not wait for workers that left because they were idle", .timeLimit(.minutes(20)))
  func retired() throws {
    let pool = try StartMethod.spawn.make(2) {
      $0.minimumWorkers = 0
      $0.idleTimeout = .milliseconds(1)
    }
    eventually { pool.statistics.workers.allSatisfy { $0.pid == nil } }
    try pool.awaitReady()
    #expect(Set(try pool.runOnEachWorker(RunJob.self, .pid)).count == 2)
    try pool.resize(to: 1)
    try pool.awaitReady()
    try pool.closeAndJoin()
  }

  @Test("a task for each worker is tried again in its own worker", .timeLimit(.minutes(20)))
  func triedAgain() throws {
    let pool = try StartMethod.spawn.make(2) { $0.maxAttempts = 2 }
    let gate = try Gate()
    let threads = try ThreadPool.make(1)
    let port = gate.port
    let outputs = try threads.applyAsync { try pool.runOnEachWorker(RunJob.self, .waitAtGate(port: port)) }
    let arrivals = try gate.arrivals(2)
    SignalNumber.send(SignalNumber.kill, to: arrivals[0].pid)
    let again = try gate.nextArrival()
    #expect(again.pid != arrivals[1].pid)
    again.release()
    arrivals[1].release()
    #expect(try outputs.get() == [0, 0])
    threads.close()
    try pool.closeAndJoin()
  }

  /// Where an asynchronous test needs a time limit.
  private static func awaitReady(_ pool: ProcessPool, _ timeout: Duration) throws {
    try pool.awaitReady(timeout: timeout)
  }
}

import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What can be different for one task.
@Suite("Options of a task")
struct TaskOptionTests {
  private static let long = Duration.seconds(1000)

  @Test("its own time limit holds where the pool has none", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func ownLimit(_ method: StartMethod) throws {
    let pool = try method.make(1)
    let error = poolError { _ = try pool.apply(RunJob.self, .spin, options: .init(timeLimit: .milliseconds(100))) }
    #expect(error?.code == .taskTimedOut)
    #expect(error?.description.contains("longer than its own limit of 0.1 seconds") == true)
    let later = poolError {
      _ = try pool.apply(RunAsyncJob.self, .never, options: .init(timeLimit: .milliseconds(100)))
    }
    #expect(later?.code == .taskTimedOut)
    #expect(try pool.run(.double(2)) == 4)
    #expect(pool.core.options.isEmpty)
    try pool.closeAndJoin()
  }

  @Test("its own time limit, longer or shorter, takes the place of the pool's", .timeLimit(.minutes(20)))
  func otherLimit() throws {
    let pool = try StartMethod.spawn.make(2) { $0.taskTimeout = .milliseconds(200) }
    let gate = try Gate()
    let patient = try pool.applyAsync(
      RunJob.self, .waitAtGate(port: gate.port), options: .init(timeLimit: Self.long))
    let arrival = try gate.nextArrival()
    let error = poolError { _ = try pool.apply(RunJob.self, .spin) }
    #expect(error?.description.contains("longer than the 0.2 seconds that a task of this pool may") == true)
    arrival.release()
    #expect(try patient.get() == 0)
    try pool.closeAndJoin()
    let strict = try StartMethod.spawn.make(1) { $0.taskTimeout = Self.long }
    let own = poolError { _ = try strict.apply(RunJob.self, .spin, options: .init(timeLimit: .milliseconds(100))) }
    #expect(own?.code == .taskTimedOut)
    try strict.closeAndJoin()
  }

  @Test("the time behind other tasks does not count, and the limit holds afterwards", .timeLimit(.minutes(20)))
  func behindOthers() throws {
    let pool = try StartMethod.spawn.make(1)
    let gate = try Gate()
    let first = try pool.start(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let quick = try pool.applyAsync(RunJob.self, .double(1), options: .init(timeLimit: .milliseconds(100)))
    let slow = try pool.applyAsync(RunJob.self, .spin, options: .init(timeLimit: .milliseconds(100)))
    #expect(!slow.wait(timeout: .milliseconds(400)))
    arrival.release()
    #expect(try first.get() == 0 && quick.get() == 2)
    #expect(poolError { _ = try slow.get(timeout: .seconds(30)) }?.code == .taskTimedOut)
    try pool.closeAndJoin()
  }

  @Test("its attempts take the place of the pool's", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func attempts(_ method: StartMethod) throws {
    for (ofPool, ofTask, killed) in [(1, 3, 2), (3, 1, 1), (2, nil, 2)] {
      let pool = try method.make(1) { $0.maxAttempts = ofPool }
      let gate = try Gate()
      let result = try pool.applyAsync(
        RunJob.self, .waitAtGate(port: gate.port), options: .init(attempts: ofTask))
      for _ in 0..<killed { SignalNumber.send(SignalNumber.kill, to: try gate.nextArrival().pid) }
      if ofTask == 3 {
        try gate.nextArrival().release()
        #expect(try result.get() == 0)
      } else {
        #expect(poolError { _ = try result.get() }?.code == .workerDied)
      }
      #expect(pool.core.options.isEmpty)
      try pool.closeAndJoin()
    }
  }

  @Test("values out of range are refused, and leave the pool as it was", .timeLimit(.minutes(20)))
  func badValues() async throws {
    let pool = try ProcessPool(.init(workers: 1))
    let bad = [
      TaskOptions(timeLimit: .zero), TaskOptions(timeLimit: .seconds(-1)), TaskOptions(attempts: 0),
      TaskOptions(timeLimit: .seconds(1), attempts: -3),
    ]
    for options in bad {
      #expect(poolError { try pool.applyAsync(RunJob.self, .exit(1), options: options) }?.code == .invalidConfiguration)
      await #expect(throws: PoolError.self) { try await pool.apply(RunJob.self, .exit(1), options: options) }
    }
    #expect(pool.core.locked { _ in pool.core.options.isEmpty && pool.core.unfinishedCount == 0 })
    #expect(try await pool.apply(RunJob.self, .double(1), options: TaskOptions()) == 2)
    pool.close()
    try await pool.join()
  }

  @Test("nothing is kept of a task that has ended, in whatever way", .timeLimit(.minutes(20)))
  func nothingKept() async throws {
    let pool = try StartMethod.spawn.make(1) {
      $0.queueLimit = 1
      $0.whenQueueIsFull = .fail
    }
    let options = TaskOptions(timeLimit: Self.long, attempts: 2)
    #expect(try await pool.apply(RunAsyncJob.self, .double(1), options: options) == 2)
    await #expect(throws: RemoteError.self) { try await pool.apply(RunJob.self, .fail("no"), options: options) }
    let gate = try Gate()
    let running = try pool.applyAsync(RunJob.self, .waitAtGate(port: gate.port), options: options)
    let arrival = try gate.nextArrival()
    let waiting = try pool.applyAsync(RunJob.self, .double(1), options: options)
    #expect(poolError { try pool.applyAsync(RunJob.self, .double(1), options: options) }?.code == .queueFull)
    #expect(pool.core.locked { _ in pool.core.options.count } == 2)
    #expect(waiting.cancel())
    arrival.release()
    #expect(try await running.value == 0)
    #expect(pool.core.locked { _ in pool.core.options.isEmpty })
    let last = try pool.applyAsync(RunJob.self, .waitAtGate(port: gate.port), options: options)
    pool.terminate()
    await #expect(throws: PoolError.self) { try await last.value }
    #expect(poolError { try pool.applyAsync(RunJob.self, .double(1), options: options) }?.code == .terminated)
    try await pool.join()
    #expect(pool.core.locked { _ in pool.core.options.isEmpty })
  }

  @Test("cancelling the Swift task that awaits it cancels it, and keeps nothing of it", .timeLimit(.minutes(20)))
  func cancelled() async throws {
    let pool = try StartMethod.spawn.make(1) { $0.queueLimit = 0 }
    let gate = try Gate()
    let port = gate.port
    let options = TaskOptions(timeLimit: Self.long)
    let running = Task { try await pool.apply(RunAsyncJob.self, .waitAtGate(port: port), options: options) }
    let arrival = try gate.nextArrival()
    let waiting = Task { try await pool.apply(RunJob.self, .double(1), options: options) }
    eventually { pool.core.locked { _ in pool.core.options.count == 2 } }
    for task in [waiting, running] {
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    arrival.waitUntilGone()
    #expect(pool.core.locked { _ in pool.core.options.isEmpty })
    pool.close()
    try await pool.join()
  }
}

import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What a thread pool promises as executor of Swift's own tasks.
@Suite("A thread pool as task executor", .serialized, .onOwnThreads)
struct TaskExecutorTests {
  private func make(_ threads: Int, queueLimit: Int? = nil) throws -> ThreadPool {
    try ThreadPool.make(threads) {
      $0.name = "exec"
      $0.queueLimit = queueLimit
      $0.whenQueueIsFull = .fail
    }
  }

  /// Whether the caller runs on a thread of such a pool.
  private static var isInside: Bool { PlatformThread.currentName.hasPrefix("exec-") }

  private actor Account {
    private var sum = 0

    func add(_ number: Int) -> (sum: Int, isInside: Bool) {
      sum += number
      return (sum, TaskExecutorTests.isInside)
    }
  }

  @Test("runs tasks that prefer it, with their children and actors", .timeLimit(.minutes(20)), arguments: [1, 3])
  func preference(threads: Int) async throws {
    let pool = try make(threads)
    let whole = Task(executorPreference: pool) {
      var seen = [Self.isInside]
      await Task.yield()
      seen.append(Self.isInside)
      try await Task.sleep(for: .milliseconds(1))
      seen.append(Self.isInside)
      return seen
    }
    #expect(try await whole.value == [true, true, true])
    let account = Account()
    let seen = await withTaskExecutorPreference(pool) {
      async let child = Self.isInside
      let group = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<20 { group.addTask { Self.isInside } }
        return await group.allSatisfy { $0 }
      }
      return await [Self.isInside, child, group, account.add(2).isInside]
    }
    #expect(seen == [true, true, true, true])
    #expect(!Self.isInside)
    #expect(await account.add(3).sum == 5)
    try await pool.closeAndAwaitEnd()
  }

  @Test("takes them beyond the limit of its queue", .timeLimit(.minutes(20)))
  func limit() async throws {
    let pool = try make(1, queueLimit: 0)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try await gate.arrival()
    let tasks = (0..<100).map { number in Task(executorPreference: pool) { number } }
    try await comesTrue { pool.queuedCount() == 100 }
    #expect(await poolErrorCode { _ = try await pool.runAsynchronously(.double(1)) } == .queueFull)
    arrival.release()
    for (number, task) in tasks.enumerated() { #expect(await task.value == number) }
    #expect(try await running.value == 0)
    #expect(try await pool.runAsynchronously(.double(1)) == 2, "they have taken no room")
    try await pool.closeAndAwaitEnd()
  }

  @Test("counts them as its own", .timeLimit(.minutes(20)))
  func counted() async throws {
    let pool = try make(2)
    let ends = Counter()
    let tasks = (0..<50).map { _ in
      Task(executorPreference: pool) {
        await Task.yield()
        _ = ends.next()
      }
    }
    for task in tasks { await task.value }
    try await pool.waitUntilIdle(timeout: .seconds(20))
    #expect(ends.value == 50)
    #expect(pool.statistics.threads.map(\.tasksFinished).reduce(0, +) >= 100, "each part of a task is one")
    try await pool.closeAndAwaitEnd()
  }

  @Test("runs elsewhere what comes after its end", .timeLimit(.minutes(20)), arguments: [true, false])
  func asleep(terminated: Bool) async throws {
    let pool = try make(2)
    let (asleep, continuation) = AsyncStream.makeStream(of: Void.self)
    let task = Task(executorPreference: pool) {
      let before = Self.isInside
      for await _ in asleep { break }
      return (before, Self.isInside)
    }
    try await pool.waitUntilIdle(timeout: .seconds(20))
    if terminated { pool.terminate() } else { pool.close() }
    try await pool.join(timeout: .seconds(20))
    continuation.yield()
    #expect(await task.value == (true, false))
    let late = Task(executorPreference: pool) { Self.isInside }
    #expect(await late.value == false)
  }

  @Test("drops none when it is terminated", .timeLimit(.minutes(20)))
  func terminated() async throws {
    let pool = try make(1)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try await gate.arrival()
    let tasks = (0..<100).map { number in Task(executorPreference: pool) { (number, Self.isInside) } }
    try await comesTrue { pool.queuedCount() == 100 }
    pool.terminate()
    for (number, task) in tasks.enumerated() { #expect(await task.value == (number, false)) }
    arrival.release()
    #expect(try await running.value == 0)
    try await pool.join(timeout: .seconds(20))
  }

  @Test("can be waited for by a task that it runs", .timeLimit(.minutes(20)))
  func joinedFromInside() async throws {
    let pool = try make(1)
    let task = Task(executorPreference: pool) {
      try await pool.waitUntilIdle(timeout: .seconds(20))
      let value = try await pool.runAsynchronously(.double(1))
      pool.close()
      try await pool.join(timeout: .seconds(20))
      return value
    }
    #expect(try await task.value == 2)
  }

  @Test("has a task that it runs block for one of its own", .timeLimit(.minutes(20)))
  func nestedWait() async throws {
    let pool = try make(1, queueLimit: 0)
    @Sendable func blocking() throws -> Int { try pool.submit(.double(1)).get() + pool.run(.double(2)) }
    let task = Task(executorPreference: pool) { try blocking() }
    #expect(try await task.value == 6)
    try await pool.closeAndAwaitEnd()
  }

  @Test("can be let go of by the last task that it runs", .timeLimit(.minutes(20)))
  func lastReference() async throws {
    weak var kept: ThreadPool?
    func begin() throws -> (Task<Bool, Never>, AsyncStream<Void>.Continuation) {
      let pool = try make(2)
      kept = pool
      let (asleep, continuation) = AsyncStream.makeStream(of: Void.self)
      let task = Task(executorPreference: pool) {
        for await _ in asleep { break }
        return Self.isInside
      }
      return (task, continuation)
    }
    let (task, continuation) = try begin()
    #expect(kept != nil, "a task that prefers it keeps it")
    continuation.yield()
    #expect(await task.value)
    try await comesTrue { kept == nil }
  }

  @Test("loses and doubles nothing while it is resized and ends", .timeLimit(.minutes(20)), arguments: 0..<12)
  func random(seed: Int) async throws {
    let pool = try make(1 + seed % 3)
    let tasks = (0..<200).map { number in
      Task(executorPreference: pool) {
        let ran = Counter()
        for _ in 0..<number % 7 {
          await Task.yield()
          _ = ran.next()
        }
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<3 { group.addTask { _ = ran.next() } }
        }
        return ran.value
      }
    }
    if seed % 2 == 0 { try await pool.resize(to: 1 + seed % 4) }
    if seed % 3 == 0 { pool.terminate() } else { pool.close() }
    for (number, task) in tasks.enumerated() { #expect(await task.value == number % 7 + 3) }
    try await pool.join(timeout: .seconds(20))
  }
}

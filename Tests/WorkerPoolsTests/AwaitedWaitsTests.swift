import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What blocks has a form that can be awaited, with the same limits, for each kind of pool.
@Suite("Awaited waits", .serialized, .onOwnThreads)
struct AwaitedWaitsTests {
  @Test("keep their time, and can be repeated", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func timeouts(_ kind: PoolKind) async throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let result = try pool.submit(.waitAtGate(port: gate.port))
    let results = try pool.lazyMap([.waitAtGate(port: gate.port), .double(2)])
    let first = try await gate.arrival()
    let short = Duration.milliseconds(2)
    #expect(try await !result.wait(timeout: short))
    #expect(await poolErrorCode { _ = try await result.value(timeout: short) } == .timedOut)
    #expect(await poolErrorCode { try await pool.waitUntilIdle(timeout: short) } == .timedOut)
    #expect(await poolErrorCode { try await pool.join(timeout: short) } == .notClosed)
    for _ in 0..<2 { #expect(await poolErrorCode { _ = try await results.next(timeout: short) } == .timedOut) }
    first.release()
    #expect(try await result.wait(timeout: .seconds(Int64.max)))
    #expect(try await result.value(timeout: .zero) == 0)
    let second = try await gate.arrival()
    pool.close()
    #expect(await poolErrorCode { try await pool.join(timeout: short) } == .timedOut)
    second.release()
    #expect(try await results.all() == [0, 4])
    try await pool.waitUntilIdle(timeout: .seconds(20))
    try await pool.join(timeout: .seconds(20))
    try await pool.join(timeout: .zero)
  }

  @Test("for room keep their time, and submit later", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func timeoutForRoom(_ kind: PoolKind) async throws {
    let pool = try kind.make(1, queueLimit: 0)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try await gate.arrival()
    let results = try pool.lazyMap((0..<5).map { .double($0) })
    for _ in 0..<3 {
      #expect(await poolErrorCode { _ = try await results.next(timeout: .milliseconds(2)) } == .timedOut)
    }
    #expect(pool.roomWaiterCount == 0)
    arrival.release()
    #expect(try await results.all() == [0, 2, 4, 6, 8])
    #expect(try await running.value == 0)
    try await pool.closeAndAwaitEnd()
  }

  @Test("for the end of all tasks see each of them ended", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func idle(_ kind: PoolKind) async throws {
    let pool = try kind.make(2)
    for count in [0, 1, 200] {
      let results = try (0..<count).map { try pool.submit(.double($0)) }
      try await pool.waitUntilIdle(timeout: .seconds(20))
      #expect(pool.queuedCount() == 0)
      for (number, result) in results.enumerated() { #expect(try await result.value == number * 2) }
      try await BlockingCall.run { try pool.waitUntilIdle(timeout: .seconds(20)) }
    }
    try await pool.closeAndAwaitEnd()
  }

  @Test("for threads to begin and to leave", .timeLimit(.minutes(20)))
  func threads() async throws {
    let began = Counter()
    var configuration = ThreadPool.Configuration(threads: 2)
    configuration.initializer = { _ = began.next() }
    let pool = try await ThreadPool.start(configuration)
    #expect(began.value == 2)
    try await pool.resize(to: 5)
    #expect(began.value == 5)
    configuration.initializer = { throw Job.Failure(description: "not today") }
    #expect(await poolErrorCode { _ = try await ThreadPool.start(configuration) } == .cannotStart)
    try await pool.closeAndAwaitEnd()
  }
}

/// What the asynchronous `withThreadPool` and `withProcessPool` leave behind: nothing.
@Suite("Awaited scopes", .serialized, .onOwnThreads)
struct AwaitedScopeTests {
  private func run<Output: Sendable>(
    _ kind: PoolKind, _ body: @escaping @Sendable (any PoolUnderTest) async throws -> Output
  ) -> Task<Output, any Error> {
    background {
      switch kind {
      case .threads: try await withThreadPool(.init(threads: 1)) { try await body($0) }
      case .processes(let method): try await withProcessPool(method.configuration(1)) { try await body($0) }
      }
    }
  }

  private func isOver(_ pool: any PoolUnderTest) async throws -> Bool {
    do {
      try await pool.join(timeout: .zero)
      return true
    } catch let error as PoolError where error.code == .timedOut { return false }
  }

  @Test("that are cancelled in their body: the pool is over", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func cancelledBody(_ kind: PoolKind) async throws {
    let gate = try Gate()
    let port = gate.port
    let pools = Locked<(any PoolUnderTest)?>(nil)
    let scope = run(kind) { pool in
      pools.withLock { $0 = pool }
      _ = try await pool.runAsynchronously(.waitAtGate(port: port))
    }
    let arrival = try await gate.arrival()
    let pool = try #require(pools.withLock { $0 })
    scope.cancel()
    if kind.isProcesses {
      try await arrival.isGone()
    } else {
      try await comesTrue { pool.isClosed }
      #expect(try await !isOver(pool), "its thread is busy")
      arrival.release()
    }
    await expectCancelled(scope)
    #expect(try await isOver(pool))
  }

  @Test(
    "that are cancelled behind their body: what is left is terminated", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func cancelledBehind(_ kind: PoolKind) async throws {
    let gate = try Gate()
    let port = gate.port
    let left = Locked<AsyncResult<Int>?>(nil)
    let scope = run(kind) { pool in
      _ = try pool.submit(.waitAtGate(port: port))
      let waiting = try pool.submit(.exit(7))
      left.withLock { $0 = waiting }
      return 3
    }
    let arrival = try await gate.arrival()
    try await comesTrue { left.withLock { $0 != nil } }
    scope.cancel()
    let result = try #require(left.withLock { $0 })
    #expect(await poolErrorCode { _ = try await result.value } == .terminated)
    arrival.release()
    #expect(try await scope.value == 3)
  }

  @Test(
    "that are cancelled and leave nothing return what their body does", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func cancelledAndIdle(_ kind: PoolKind) async throws {
    let scope = run(kind) { pool in
      let output = try await pool.runAsynchronously(.double(2))
      withUnsafeCurrentTask { $0?.cancel() }
      return output
    }
    #expect(try await scope.value == 4)
  }
}

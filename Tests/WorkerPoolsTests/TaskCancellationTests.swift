import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What cancelling a Swift task promises that awaits a pool, for each kind of pool.
@Suite("Cancelling a Swift task", .serialized, .onOwnThreads)
struct TaskCancellationTests {
  @Test(
    "that awaits a task which runs: the wait ends at once, and a worker process is replaced", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func running(_ kind: PoolKind) async throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let port = gate.port
    let call = background { try await pool.runAsynchronously(.waitAtGate(port: port)) }
    let arrival = try await gate.arrival()
    call.cancel()
    await expectCancelled(call)
    if kind.isProcesses { try await arrival.isGone() } else { arrival.release() }
    #expect(try await pool.runAsynchronously(.double(2)) == 4)
    try await pool.closeAndAwaitEnd()
  }

  @Test("that awaits a task which waits: it never runs", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func queued(_ kind: PoolKind) async throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try await gate.arrival()
    let calls = (0..<20).map { _ in background { try await pool.runAsynchronously(.exit(7)) } }
    try await comesTrue { pool.queuedCount(running: 1) == 20 }
    for call in calls { call.cancel() }
    for call in calls { await expectCancelled(call) }
    arrival.release()
    #expect(try await running.value == 0)
    if kind.isProcesses { #expect(try await pool.runAsynchronously(.pid) == Int(arrival.pid), "no worker had to go") }
    try await pool.closeAndAwaitEnd()
  }

  @Test("before it calls: nothing is submitted", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func before(_ kind: PoolKind) async throws {
    let pool = try kind.make(1, queueLimit: 0)
    let results = try pool.lazyMap(isOrdered: true, chunkSize: 1) { nil }
    let calls: [@Sendable () async throws -> Void] = [
      { _ = try await pool.runAsynchronously(.exit(7)) },
      { _ = try await pool.mapAsynchronously([.exit(7)], chunkSize: 1) },
      { _ = try await results.next() },
    ]
    for call in calls {
      let task = background {
        withUnsafeCurrentTask { $0?.cancel() }
        try await call()
      }
      await expectCancelled(task)
    }
    #expect(pool.queuedCount() == 0)
    try await pool.closeAndAwaitEnd()
  }

  @Test(
    "that awaits a map: its chunks are cancelled, those that wait for room, too", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases, [nil, 0, 3])
  func map(_ kind: PoolKind, queueLimit: Int?) async throws {
    let pool = try kind.make(1, queueLimit: queueLimit)
    let gate = try Gate()
    let jobs = (0..<10).map { _ in Job.waitAtGate(port: gate.port) }
    let call = background { try await pool.mapAsynchronously(jobs, chunkSize: 1) }
    let arrival = try await gate.arrival()
    call.cancel()
    await expectCancelled(call)
    if kind.isProcesses { try await arrival.isGone() } else { arrival.release() }
    // It would wait for ever behind another chunk.
    #expect(try await pool.runAsynchronously(.double(2)) == 4)
    #expect(pool.restartCount == (kind.isProcesses ? 1 : 0), "no other chunk began")
    try await pool.closeAndAwaitEnd()
  }

  @Test(
    "that awaits an output of a lazy map: the map is cancelled", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases, [nil, 0, 3])
  func lazyMap(_ kind: PoolKind, queueLimit: Int?) async throws {
    for isOrdered in [true, false] {
      let pool = try kind.make(1, queueLimit: queueLimit)
      let gate = try Gate()
      let port = gate.port
      let drawn = Counter()
      let results = try pool.lazyMap(isOrdered: isOrdered, chunkSize: 1) {
        _ = drawn.next()
        return .waitAtGate(port: port)
      }
      let loop = background { for try await _ in results {} }
      let arrival = try await gate.arrival()
      loop.cancel()
      await expectCancelled(loop)
      if kind.isProcesses { try await arrival.isGone() } else { arrival.release() }
      let inputs = drawn.value
      var ends = 0
      while ends <= inputs {
        do {
          if try await results.next(timeout: .seconds(20)) == nil { break }
        } catch {
          #expect((error as? PoolError)?.code == .cancelled)
        }
        ends += 1
      }
      #expect(ends == inputs, "every chunk ends once")
      #expect(drawn.value == inputs, "no more inputs are drawn")
      #expect(try await pool.runAsynchronously(.double(2)) == 4)
      #expect(pool.restartCount == (kind.isProcesses ? 1 : 0), "no other chunk began")
      try await pool.closeAndAwaitEnd()
    }
  }

  @Test(
    "that waits for room: the wait ends, and others have it", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func room(_ kind: PoolKind) async throws {
    let pool = try kind.make(1, queueLimit: 0)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try await gate.arrival()
    let first = background { try await pool.runAsynchronously(.exit(7)) }
    try await comesTrue { pool.roomWaiterCount == 1 }
    let second = background { try await pool.runAsynchronously(.double(2)) }
    try await comesTrue { pool.roomWaiterCount == 2 }
    first.cancel()
    await expectCancelled(first)
    #expect(pool.roomWaiterCount == 1)
    arrival.release()
    #expect(try await second.value == 4)
    #expect(try await running.value == 0)
    try await pool.closeAndAwaitEnd()
  }

  @Test(
    "that is told of room at that very moment: the next one is told", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func roomIsPassedOn(_ kind: PoolKind) async throws {
    let pool = try kind.make(1, queueLimit: 0)
    // What is to go on waits for its only thread.
    let executor = try ThreadPool(.init(threads: 1))
    let (gate, holdUp) = (try Gate(), try Gate())
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try await gate.arrival()
    let first = Task(executorPreference: executor) { try await pool.runAsynchronously(.exit(7)) }
    try await comesTrue { pool.roomWaiterCount == 1 }
    let second = background { try await pool.runAsynchronously(.double(2)) }
    try await comesTrue { pool.roomWaiterCount == 2 }
    try executor.submit { [port = holdUp.port] in try? Gate.wait(port: port) }
    let held = try await holdUp.arrival()
    first.cancel()
    arrival.release()
    #expect(try await running.value == 0)
    try await comesTrue { pool.roomWaiterCount == 1 }
    held.release()
    #expect(try await second.value == 4)
    await expectCancelled(first)
    try await executor.closeAndAwaitEnd()
    try await pool.closeAndAwaitEnd()
  }

  @Test(
    "that awaits a result: the wait ends, and the task goes on", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func value(_ kind: PoolKind) async throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let result = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try await gate.arrival()
    let waits = [background { _ = try await result.value }, background { _ = try await result.wait() }]
    try await comesTrue { result.locked { result.waiters.count } == 2 }
    for wait in waits { wait.cancel() }
    for wait in waits { await expectCancelled(wait) }
    #expect(result.locked { result.waiters.isEmpty })
    arrival.release()
    #expect(try await result.value == 0)
    try await pool.closeAndAwaitEnd()
  }

  @Test(
    "that waits for a pool to be idle or over: the wait ends, and can be repeated", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func end(_ kind: PoolKind) async throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let result = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try await gate.arrival()
    let idle = background { try await pool.waitUntilIdle(timeout: nil) }
    pool.close()
    let end = background { try await pool.join(timeout: nil) }
    for wait in [idle, end] { wait.cancel() }
    for wait in [idle, end] { await expectCancelled(wait) }
    arrival.release()
    try await pool.waitUntilIdle(timeout: .seconds(20))
    try await pool.join(timeout: .seconds(20))
    #expect(try await result.value == 0)
  }
}

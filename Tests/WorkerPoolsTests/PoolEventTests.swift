import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a pool tells its event handler.
@Suite("Events of a process pool")
struct PoolEventTests {
  /// The events that a pool has told.
  private final class Log: Sendable {
    private let events = Locked<[PoolEvent]>([])
    var all: [PoolEvent] { events.withLock { $0 } }
    func add(_ event: PoolEvent) { events.withLock { $0.append(event) } }
    func of(_ kinds: PoolEvent.Kind...) -> [PoolEvent] { all.filter { kinds.contains($0.kind) } }
  }

  @Test(
    "the life of each worker, in order, all told before join returns", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func lives(_ method: StartMethod) throws {
    let log = Log()
    let pool = try method.make(2) { $0.eventHandler = log.add }
    try pool.awaitReady()
    let first = pool.statistics.workers.map(\.pid)
    #expect(poolError { _ = try pool.run(.exit(7)) }?.code == .workerDied)
    try pool.awaitReady()
    let second = pool.statistics.workers.map(\.pid)
    try pool.closeAndJoin()
    let slot = try #require((0..<2).first { first[$0] != second[$0] })
    #expect(log.all.filter { $0.slot == 1 - slot }.map(\.kind) == [.workerStarted, .workerReady, .workerRetired])
    let events = log.all.filter { $0.slot == slot }
    #expect(
      events.map(\.kind) == [
        .workerStarted, .workerReady, .workerDied, .workerStarted, .workerReplaced, .workerReady, .workerRetired,
      ])
    #expect(events.map(\.pid) == [first[slot], first[slot], first[slot]] + Array(repeating: second[slot], count: 4))
    #expect(events[2].worker?.termination == .exited(7) && events[2].cause == "exited with code 7")
    #expect(events[4].predecessorPid == first[slot])
    #expect(events[6].worker?.termination == .exited(0) && events[6].cause == nil)
    #expect(log.all.map(\.time) == log.all.map(\.time).sorted())
  }

  @Test("workers that the pool kills have died", .timeLimit(.minutes(20)))
  func killed() throws {
    let log = Log()
    let pool = try StartMethod.spawn.make(1) {
      $0.eventHandler = log.add
      $0.taskTimeout = .milliseconds(100)
    }
    _ = poolError { _ = try pool.run(.spin) }
    try pool.awaitReady()
    try pool.terminateAndJoin()
    #expect(log.of(.workerDied).map(\.worker?.termination) == [.signaled(9), .signaled(9)])
    #expect(log.of(.workerStarted).count == 2 && log.of(.workerRetired).isEmpty)
  }

  @Test("that the pool gave up, once, with the cause", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func gaveUp(_ method: StartMethod) throws {
    let log = Log()
    let pool = try method.make(2) {
      $0.eventHandler = log.add
      $0.restartBudget = 3
      try $0.setInitializer(RunJob.self, .fail("no database"))
    }
    #expect(poolError { try pool.awaitReady() }?.code == .workersKeepDying)
    try pool.closeAndJoin()
    #expect(log.of(.poolGaveUp).map(\.error?.code) == [.workersKeepDying])
    #expect(log.of(.poolGaveUp)[0].error?.description.contains("no database") == true)
    #expect(log.of(.workerStarted).count == log.of(.workerDied, .workerRetired).count)
    #expect(log.of(.workerReady).isEmpty)
    #expect(log.of(.workerDied).allSatisfy { $0.cause?.contains("had an initializer that failed") == true })
  }

  @Test("a handler that blocks holds up no task, and join waits for it", .timeLimit(.minutes(20)))
  func blocked() throws {
    let log = Log()
    let gate = try Gate()
    let port = gate.port
    let pool = try StartMethod.spawn.make(1) {
      $0.eventHandler = { event in
        if log.all.isEmpty { try? Gate.wait(port: port) }
        log.add(event)
      }
    }
    let arrival = try gate.nextArrival()
    let told = Locked(0)
    for _ in 0..<3 {
      #expect(poolError { _ = try pool.run(.exit(1)) }?.code == .workerDied)
      try pool.applyAsync(RunJob.self, .double(2), callback: { _ in told.withLock { $0 += 1 } }).wait()
    }
    #expect(told.withLock { $0 } == 3 && log.all.isEmpty)
    pool.close()
    #expect(poolError { try pool.join(timeout: .milliseconds(100)) }?.code == .timedOut)
    arrival.release()
    try pool.join()
    #expect(log.of(.workerDied).count == 3 && log.all.last?.kind == .workerRetired)
  }

  @Test("a handler cannot join its pool, and may end it", .timeLimit(.minutes(20)))
  func fromInside() throws {
    let slot = Locked<ProcessPool?>(nil)
    let code = Locked<PoolError.Code?>(nil)
    let pool = try StartMethod.spawn.make(1) {
      $0.eventHandler = { event in
        guard event.kind == .workerDied, let pool = slot.withLock({ $0 }) else { return }
        pool.close()
        do { try pool.join() } catch { code.withLock { $0 = (error as? PoolError)?.code } }
      }
    }
    slot.withLock { $0 = pool }
    _ = poolError { _ = try pool.run(.exit(1)) }
    eventually { code.withLock { $0 } != nil }
    #expect(code.withLock { $0 } == .joinedFromInside)
    slot.withLock { $0 = nil }
    try pool.join()
  }
}

import Synchronization
import Testing
import WorkerPools

/// What maps promise where the queue is full and nobody is to wait for room, for both pools.
@Suite("A map that finds no room")
struct FullQueueTests {
  @Test(
    "and takes its inputs lazily loses none of them", .timeLimit(.minutes(20)), arguments: PoolKind.allCases,
    [true, false])
  func lazy(_ kind: PoolKind, isOrdered: Bool) throws {
    try whileFull(kind) { pool, makeRoom in
      let results = try pool.lazyMap((0..<40).map { .double($0) }, isOrdered: isOrdered)
      for _ in 0..<3 { #expect(poolError { _ = try results.next() }?.code == .queueFull) }
      makeRoom()
      // The place of the task that is at the gate is free a moment later.
      var outputs: [Int] = []
      eventually { (try? results.next()).flatMap { $0 }.map { outputs.append($0) } != nil }
      try outputs += results.all()
      #expect(isOrdered ? outputs == (0..<40).map { 2 * $0 } : outputs.sorted() == (0..<40).map { 2 * $0 })
    }
  }

  @Test("and is awaited takes its inputs lazily, too", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func awaitedLazy(_ kind: PoolKind) async throws {
    let (pool, running, arrival) = try fullPool(kind)
    let results = try pool.lazyMap((0..<40).map { .double($0) }, isOrdered: true)
    for _ in 0..<3 { #expect(await poolErrorCode { _ = try await results.next() } == .queueFull) }
    arrival.release()
    for result in running { #expect(try await result.value >= 0) }
    #expect(try await results.all() == (0..<40).map { 2 * $0 })
    pool.close()
    try await pool.join(timeout: nil)
  }

  @Test(
    "for all of its chunks runs none, and tells its caller alone", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases
  )
  func refused(_ kind: PoolKind) async throws {
    let pool = try kind.make(1, queueLimit: 2, whenQueueIsFull: .fail)
    let gate = try Gate()
    let told = Counter()
    for _ in 0..<3 {
      // A chunk that ran would be at the gate, and its pool not idle.
      let jobs = Array(repeating: Job.waitAtGate(port: gate.port), count: 4)
      #expect(await poolErrorCode { try refuse(jobs, pool, told) } == .queueFull)
      #expect(await poolErrorCode { _ = try await pool.mapAsynchronously(jobs, chunkSize: 1) } == .queueFull)
      try await pool.waitUntilIdle(timeout: .seconds(5))
      let outputs = try await pool.mapAsynchronously((0..<3).map { .double($0) }, chunkSize: 1)
      #expect(outputs == [0, 2, 4], "there is room for so many")
    }
    pool.close()
    try await pool.join(timeout: nil)
    #expect(told.count.load(ordering: .relaxed) == 0)
  }

  private func refuse(_ jobs: [Job], _ pool: any PoolUnderTest, _ told: Counter) throws {
    _ = try pool.submitMap(
      jobs, chunkSize: 1, callback: { _ in told.count.add(1, ordering: .relaxed) },
      errorCallback: { _ in told.count.add(1, ordering: .relaxed) })
  }

  /// A pool of one worker that has no room, what holds it, and the task at the gate that has to go on.
  private func fullPool(
    _ kind: PoolKind
  ) throws -> (pool: any PoolUnderTest, running: [AsyncResult<Int>], arrival: Gate.Arrival) {
    let pool = try kind.make(1, queueLimit: 2, whenQueueIsFull: .fail)
    let gate = try Gate()
    let running = try [pool.submit(.waitAtGate(port: gate.port))]
    let arrival = try gate.nextArrival()
    return (pool, try running + (0..<2).map { try pool.submit(.double($0)) }, arrival)
  }

  private func whileFull(_ kind: PoolKind, _ body: (any PoolUnderTest, _ makeRoom: () -> Void) throws -> Void) throws {
    let (pool, running, arrival) = try fullPool(kind)
    try body(pool) { arrival.release() }
    for result in running { #expect(try result.get(timeout: .seconds(20)) >= 0) }
    try pool.closeAndJoin()
  }
}

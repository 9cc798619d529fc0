import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a thread pool promises about a queue that is bounded.
@Suite("The room in a thread pool's queue", .serialized)
struct ThreadPoolRoomTests {
  private struct Refused: Error {}

  /// A way in which a task comes to its end, and leaves its place in the queue.
  enum End: CaseIterable {
    case submitted, value, error, callback, call, map, failedMap, lazyMap, failedLazyMap
  }

  /// A pool of one thread whose queue has one place, and refuses what finds it taken.
  private func narrow(threads: Int = 1, limit: Int = 0) throws -> ThreadPool {
    try ThreadPool.make(threads) {
      $0.queueLimit = limit
      $0.whenQueueIsFull = .fail
    }
  }

  /// Tries until there is room: a place is given back a moment after the end is told.
  private func whenThereIsRoom<Result>(_ body: () throws -> Result) throws -> Result? {
    var result: Result?
    try eventually {
      do {
        result = try body()
        return true
      } catch let error as PoolError where error.code == .queueFull { return false }
    }
    return result
  }

  @Test("is given back by a task, however it ends", .timeLimit(.minutes(20)), arguments: End.allCases)
  func ends(_ end: End) throws {
    let pool = try narrow()
    for _ in 0..<5 { try run(end, pool) }
    try pool.closeAndJoin()
  }

  private func run(_ end: End, _ pool: ThreadPool) throws {
    switch end {
    case .submitted: try whenThereIsRoom { try pool.submit {} }
    case .value: #expect(try whenThereIsRoom { try pool.applyAsync { 1 } }?.get() == 1)
    case .error:
      let result = try whenThereIsRoom { try pool.applyAsync { throw Refused() } }
      #expect(throws: Refused.self) { try result?.get() }
    case .callback: #expect(try whenThereIsRoom { try pool.applyAsync(callback: { (_: Int) in }) { 1 } }?.get() == 1)
    case .call: #expect(try whenThereIsRoom { try pool.apply { 1 } } == 1)
    case .map: #expect(try whenThereIsRoom { try pool.map([1]) { $0 } } == [1])
    case .failedMap:
      #expect(throws: Refused.self) { try whenThereIsRoom { try pool.map([1]) { _ in throw Refused() } } }
    case .lazyMap: #expect(try whenThereIsRoom { try pool.lazyMap([1]) { $0 }.all() } == [1])
    case .failedLazyMap:
      #expect(throws: Refused.self) {
        try whenThereIsRoom { try pool.lazyMap([1]) { _ in throw Refused() }.all() }
      }
    }
  }

  @Test("is given back by what is cancelled before it begins", .timeLimit(.minutes(20)))
  func cancelled() throws {
    let pool = try narrow(limit: 3)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    for _ in 0..<5 {
      let tasks = try (0..<3).map { try pool.submit(.double($0)) }
      #expect(poolError { try pool.submit {} }?.code == .queueFull)
      for task in tasks { #expect(task.cancel()) }
      let map = try pool.mapAsync(0..<3, chunkSize: 1) { $0 }
      #expect(poolError { try pool.submit {} }?.code == .queueFull)
      #expect(map.cancel())
    }
    arrival.release()
    #expect(try running.get() == 0)
    try pool.closeAndJoin()
  }

  @Test("is taken by all chunks of a map, or by none", .timeLimit(.minutes(20)))
  func refusedChunks() throws {
    let pool = try narrow(limit: 2)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    for _ in 0..<5 {
      #expect(poolError { _ = try pool.mapAsync(0..<9, chunkSize: 1) { $0 } }?.code == .queueFull)
      let tasks = try (0..<2).map { try pool.submit(.double($0)) }
      #expect(poolError { try pool.submit {} }?.code == .queueFull)
      for task in tasks { #expect(task.cancel()) }
    }
    arrival.release()
    #expect(try running.get() == 0)
    try pool.closeAndJoin()
  }

  @Test("is as a task of the pool finds it where the queue refuses", .timeLimit(.minutes(20)))
  func refusedInside() throws {
    let pool = try narrow(limit: 1)
    let code = try pool.apply {
      let first = try pool.applyAsync { 1 }
      defer { first.wait() }
      return poolError { try pool.submit {} }?.code
    }
    #expect(code == .queueFull)
    try pool.closeAndJoin()
  }

  @Test("grows and shrinks with the pool", .timeLimit(.minutes(20)))
  func resized() throws {
    let pool = try narrow()
    let gate = try Gate()
    for threads in [3, 1, 2] {
      try pool.resize(to: threads)
      let held = try (0..<threads).map { _ in
        try #require(try whenThereIsRoom { try pool.submit(.waitAtGate(port: gate.port)) })
      }
      #expect(poolError { try pool.submit {} }?.code == .queueFull)
      for arrival in try gate.arrivals(threads) { arrival.release() }
      for result in held { #expect(try result.get() == 0) }
    }
    try pool.closeAndJoin()
  }

  @Test("stays what it was where the pool cannot grow", .timeLimit(.minutes(20)))
  func notResized() throws {
    let starts = Counter()
    let pool = try ThreadPool.make(1) {
      $0.queueLimit = 0
      $0.whenQueueIsFull = .fail
      $0.initializer = { if starts.count.add(1, ordering: .relaxed).newValue > 1 { throw Refused() } }
    }
    #expect(poolError { try pool.resize(to: 3) }?.code == .cannotStart)
    let gate = try Gate()
    let held = try pool.submit(.waitAtGate(port: gate.port))
    #expect(poolError { try pool.submit {} }?.code == .queueFull)
    try gate.nextArrival().release()
    #expect(try held.get() == 0)
    try pool.closeAndJoin()
  }

  @Test("is told to those who wait for it when the pool grows", .timeLimit(.minutes(20)))
  func toldOfGrowth() throws {
    let pool = try ThreadPool.make(1) { $0.queueLimit = 0 }
    let others = try ThreadPool.make(2)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let waits = try (0..<2).map { number in try others.applyAsync { try pool.run(.double(number)) } }
    #expect(!waits[1].wait(timeout: .milliseconds(30)))
    try pool.resize(to: 3)
    for (number, wait) in waits.enumerated() { #expect(try wait.get(timeout: .seconds(20)) == number * 2) }
    arrival.release()
    #expect(try running.get() == 0)
    try others.closeAndJoin()
    try pool.closeAndJoin()
  }

  @Test("is free again when the end of whatever had it is told", .timeLimit(.minutes(20)))
  func freeAtTheEnd() throws {
    let pool = try ThreadPool.make(1) {
      $0.queueLimit = 0
      $0.whenQueueIsFull = .fail
    }
    for _ in 0..<1_000 {
      #expect(try pool.lazyMap([1]) { $0 }.all() == [1])
      #expect(try pool.map([1]) { $0 } == [1])
      #expect(try pool.applyAsync { 1 }.get() == 1)
      #expect(try pool.apply { 1 } == 1)
    }
    try pool.closeAndJoin()
  }
}

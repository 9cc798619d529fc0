import Synchronization
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What a thread pool promises about waiting for all tasks, and where ends, hooks and sizes meet.
@Suite("A thread pool at its edges", .serialized)
struct ThreadPoolEdgeTests {
  @Test("has every task ended when it was idle", .timeLimit(.minutes(20)), arguments: [1, 2, 4])
  func idle(threads: Int) throws {
    let pool = try ThreadPool.make(threads)
    try pool.waitUntilIdle()
    let ended = Counter()
    var submitted = 0
    for round in 0..<3_000 {
      for number in 0..<(round % 9) {
        let spin = (round &+ number) % 5 * 400
        try pool.submit {
          var left = spin
          while left > 0 { left -= 1 }
          ended.count.add(1, ordering: .relaxed)
        }
        submitted += 1
      }
      try pool.waitUntilIdle(timeout: .seconds(30))
      try #require(ended.count.load(ordering: .relaxed) == submitted)
    }
    try pool.closeAndJoin()
    try pool.waitUntilIdle()
  }

  @Test("refuses a task that waits for itself, or for one that waits for it", .timeLimit(.minutes(20)))
  func selfWait() throws {
    let pool = try ThreadPool.make(2)
    let itself = Mutex<AsyncResult<Void>?>(nil)
    let map = Mutex<AsyncResult<[Int]>?>(nil)
    let gate = try Gate()
    let port = gate.port
    let task = try pool.applyAsync {
      try Gate.wait(port: port)
      // Nested, too: the inner task runs on the same thread.
      try pool.apply { try itself.withLock { $0 }?.get() }
    }
    itself.withLock { $0 = task }
    try gate.nextArrival().release()
    #expect(poolError { try task.get() }?.code == .waitedFromInside)
    let numbers = try pool.mapAsync(0..<3) { number in
      try Gate.wait(port: port)
      return try map.withLock { $0 }?.get()[number] ?? 0
    }
    map.withLock { $0 = numbers }
    for arrival in try gate.arrivals(2) { arrival.release() }
    #expect(poolError { _ = try numbers.get() }?.code == .waitedFromInside)
    itself.withLock { $0 = nil }
    map.withLock { $0 = nil }
    pool.terminate()
    try pool.join()
  }

  @Test("has a task wait for one that ran on its thread and whose callback is still running", .timeLimit(.minutes(20)))
  func waitForCallback() throws {
    let pool = try ThreadPool.make(1)
    let gate = try Gate()
    let port = gate.port
    let first = try pool.applyAsync(callback: { (_: Int) in try Gate.wait(port: port) }) { 7 }
    let arrival = try gate.nextArrival()
    let began = Counter()
    let second = try pool.applyAsync {
      began.count.add(1, ordering: .relaxed)
      return try first.get()
    }
    eventually { began.count.load(ordering: .relaxed) == 1 }
    arrival.release()
    #expect(try second.get() == 7)
    try pool.closeAndJoin()
  }

  @Test("bounds tasks that wait one inside the other by the stack, too", .timeLimit(.minutes(20)))
  func smallStack() throws {
    #expect(try UnitProcess.spawn(NestOnStack.self, 1 << 16).collect().output == true)
    #expect(try UnitProcess.spawn(NestOnStack.self, 1 << 23).collect().output == false)
  }

  @Test("ends the parts of a map that run where it has failed, before their next input", .timeLimit(.minutes(20)))
  func failedMap() throws {
    struct Refused: Error {}
    let pool = try ThreadPool.make(2)
    let gate = try Gate()
    let port = gate.port
    let later = Counter()
    let map = try pool.mapAsync(0..<20, chunkSize: 10) { number in
      if number == 10 { throw Refused() }
      if number > 0 { later.count.add(1, ordering: .relaxed) } else { try Gate.wait(port: port) }
    }
    let arrival = try gate.nextArrival()
    #expect(throws: Refused.self) { try map.get() }
    arrival.release()
    try pool.closeAndJoin()
    #expect(later.count.load(ordering: .relaxed) == 0)
  }

  @Test("is not idle while a task runs, nor for its own tasks", .timeLimit(.minutes(20)))
  func notIdle() throws {
    let pool = try ThreadPool.make(2)
    let gate = try Gate()
    let held = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    // A wake-up for something else that came late.
    Parker.current.unpark()
    #expect(poolError { try pool.waitUntilIdle(timeout: .milliseconds(20)) }?.code == .timedOut)
    #expect(try pool.apply { poolError { try pool.waitUntilIdle() }?.code } == .waitedFromInside)
    arrival.release()
    try pool.waitUntilIdle(timeout: .seconds(30))
    #expect(held.isReady)
    pool.terminate()
    try pool.waitUntilIdle(timeout: .seconds(30))
    try pool.join()
  }

  @Test("is idle when the only thread that did something else could not start", .timeLimit(.minutes(20)))
  func idleWithoutThread() throws {
    struct Refused: Error {}
    let gate = try Gate()
    let port = gate.port
    let starts = Counter()
    let pool = try ThreadPool.make(1) {
      $0.initializer = {
        if starts.count.add(1, ordering: .relaxed).newValue == 1 { return }
        try Gate.wait(port: port)
        throw Refused()
      }
    }
    let others = try ThreadPool.make(2)
    let growth = try others.applyAsync { try pool.resize(to: 2) }
    let arrival = try gate.nextArrival()
    let wait = try others.applyAsync { try pool.waitUntilIdle(timeout: .seconds(20)) }
    _ = wait.wait(timeout: .milliseconds(20))
    arrival.release()
    #expect(poolError { try growth.get() }?.code == .cannotStart)
    try wait.get()
    try others.closeAndJoin()
    try pool.closeAndJoin()
  }

  @Test("tells each of those who wait for it to be idle", .timeLimit(.minutes(20)))
  func idlers() throws {
    let pool = try ThreadPool.make(1)
    let others = try ThreadPool.make(3)
    let gate = try Gate()
    _ = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let waits = try (0..<3).map { _ in try others.applyAsync { try pool.waitUntilIdle(timeout: .seconds(30)) } }
    #expect(!waits[0].wait(timeout: .milliseconds(20)))
    arrival.release()
    for wait in waits { try wait.get() }
    try others.closeAndJoin()
    try pool.closeAndJoin()
  }

  @Test("keeps to the time of a join, though an exit hook takes longer", .timeLimit(.minutes(20)))
  func slowHook() throws {
    let gate = try Gate()
    let port = gate.port
    let hooks = Counter()
    let pool = try ThreadPool.make(2) {
      $0.exitHook = { if hooks.count.add(1, ordering: .relaxed).newValue == 1 { try? Gate.wait(port: port) } }
    }
    pool.close()
    let arrival = try gate.nextArrival()
    #expect(poolError { try pool.join(timeout: .milliseconds(50)) }?.code == .timedOut)
    arrival.release()
    try pool.join()
    #expect(hooks.count.load(ordering: .relaxed) == 2)
  }

  @Test(
    "refuses waits that lie too deep one in the other, and lives on", .timeLimit(.minutes(20)), arguments: Wait.allCases
  )
  func tooDeep(_ wait: Wait) throws {
    @Sendable func dive(_ depth: Int, _ pool: ThreadPool) throws -> Int {
      if depth == 0 { return 0 }
      switch wait {
      case .task: return try pool.applyAsync { try dive(depth - 1, pool) }.get() + 1
      case .call: return try pool.apply { try dive(depth - 1, pool) } + 1
      case .map: return try pool.map([depth]) { try dive($0 - 1, pool) }[0] + 1
      case .lazyMap: return try pool.lazyMap([depth]) { try dive($0 - 1, pool) }.all()[0] + 1
      }
    }
    let pool = try ThreadPool.make(1)
    #expect(try pool.applyAsync { try dive(200, pool) }.get(timeout: .seconds(30)) == 200)
    let deep = try pool.applyAsync { try dive(1_000, pool) }
    #expect(poolError { _ = try deep.get(timeout: .seconds(30)) }?.code == .waitedFromInside)
    #expect(try pool.apply { 3 } == 3)
    try pool.closeAndJoin()
  }

  /// The ways in which a task waits for others.
  enum Wait: CaseIterable { case task, call, map, lazyMap }

  @Test("lets go of what tasks held that have ended, though their results are kept", .timeLimit(.minutes(20)))
  func release() throws {
    final class Something: Sendable {}
    struct Refused: Error {}
    let pool = try ThreadPool.make(1)
    let gate = try Gate()
    let held = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    weak var captured: Something?
    var results: [AsyncResult<Int>] = []
    var maps: [AsyncResult<[Int]>] = []
    do {
      let something = Something()
      captured = something
      results = try [
        pool.applyAsync { withExtendedLifetime(something) { 1 } },
        pool.applyAsync { try withExtendedLifetime(something) { throw Refused() } },
        pool.applyAsync { withExtendedLifetime(something) { 2 } },
      ]
      maps = try [
        pool.mapAsync(0..<3) { number in withExtendedLifetime(something) { number } },
        pool.mapAsync(0..<3) { _ in try withExtendedLifetime(something) { throw Refused() } },
        pool.mapAsync(0..<3) { number in withExtendedLifetime(something) { number } },
      ]
    }
    #expect(results[2].cancel() && maps[2].cancel())
    #expect(captured != nil)
    arrival.release()
    // A thread may hold a task a moment longer than it takes to end it.
    for result in results { result.wait() }
    for map in maps { map.wait() }
    eventually { captured == nil }
    withExtendedLifetime((results, maps, held)) {}
    try pool.closeAndJoin()
  }

  @Test("says that it was closed while it grew", .timeLimit(.minutes(20)))
  func closedWhileGrowing() throws {
    let started = Counter()
    let own = Mutex<ThreadPool?>(nil)
    let pool = try ThreadPool.make(1) {
      $0.initializer = {
        if started.count.add(1, ordering: .relaxed).newValue == 2 { own.withLock { $0 }?.close() }
      }
    }
    own.withLock { $0 = pool }
    #expect(poolError { try pool.resize(to: 3) }?.code == .closed)
    own.withLock { $0 = nil }
    try pool.join(timeout: .seconds(30))
  }

  @Test("returns from a call what its closure does, of whatever type", .timeLimit(.minutes(20)))
  func values() throws {
    struct Large: Sendable, Equatable { var numbers = (0..<40).map { $0 }, text = "text", flag = true }
    struct Refused: Error {}
    let pool = try ThreadPool.make(2)
    #expect(try pool.apply { Large() } == Large())
    #expect(try pool.apply { Optional<String>.none } == nil)
    #expect(try pool.apply { [Large](repeating: Large(), count: 3) }.count == 3)
    try pool.apply {}
    #expect(throws: Refused.self) { try pool.apply { throw Refused() } }
    #expect(throws: Refused.self) { try pool.apply { try pool.apply { throw Refused() } } }
    try pool.closeAndJoin()
    #expect(poolError { try pool.apply {} }?.code == .closed)
  }

  @Test("ends a call that has not begun when it is terminated", .timeLimit(.minutes(20)))
  func terminatedCall() throws {
    let pool = try ThreadPool.make(1)
    let callers = try ThreadPool.make(1)
    let gate = try Gate()
    _ = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let ran = Counter()
    let call = try callers.applyAsync { try pool.apply { _ = ran.count.add(1, ordering: .relaxed) } }
    #expect(!call.wait(timeout: .milliseconds(20)))
    pool.terminate()
    #expect(poolError { try call.get(timeout: .seconds(30)) }?.code == .terminated)
    arrival.release()
    try pool.join()
    try callers.closeAndJoin()
    #expect(ran.count.load(ordering: .relaxed) == 0)
  }

  @Test("takes submits of a callback beyond the limit of its queue or has them wait", .timeLimit(.minutes(20)))
  func callbackSubmits() throws {
    let pool = try ThreadPool.make(1) { $0.queueLimit = 0 }
    let ran = Counter()
    let result = try pool.applyAsync(callback: { (_: Int) in
      for _ in 0..<20 { try pool.submit { ran.count.add(1, ordering: .relaxed) } }
    }) { 1 }
    #expect(try result.get(timeout: .seconds(30)) == 1)
    try pool.closeAndJoin()
    #expect(ran.count.load(ordering: .relaxed) == 20)
  }

  @Test("lets go of a map's closure where that may use the map", .timeLimit(.minutes(20)))
  func mapClosureUsesMap() throws {
    final class Canceller: Sendable {
      let map = Mutex<AsyncResult<[Int]>?>(nil)
      let isGone: Counter
      init(_ isGone: Counter) { self.isGone = isGone }
      deinit {
        map.withLock { _ = $0?.cancel() }
        isGone.count.add(1, ordering: .relaxed)
      }
    }
    let pool = try ThreadPool.make(1)
    let gate = try Gate()
    _ = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let gone = Counter()
    for isCancelled in [true, false] {
      var canceller: Canceller? = Canceller(gone)
      let map = try pool.mapAsync([1]) { [canceller] number in withExtendedLifetime(canceller) { number } }
      canceller?.map.withLock { $0 = map }
      canceller = nil
      if isCancelled { map.cancel() } else { arrival.release() }
      map.wait()
    }
    eventually { gone.count.load(ordering: .relaxed) == 2 }
    try pool.closeAndJoin()
  }
}

/// Whether tasks that wait one inside the other are refused on such a stack before there are 200 of them.
enum NestOnStack: WorkerFunction {
  static func run(_ stackSize: Int) throws -> Bool {
    let pool = try ThreadPool.make(1) { $0.stackSize = stackSize }
    @Sendable func nest(_ depth: Int) throws -> Int {
      depth == 0 ? 0 : try pool.applyAsync { try nest(depth - 1) }.get() + 1
    }
    defer { pool.terminate() }
    do {
      return try pool.applyAsync { try nest(200) }.get() != 200
    } catch let error as PoolError where error.code == .waitedFromInside { return true }
  }
}

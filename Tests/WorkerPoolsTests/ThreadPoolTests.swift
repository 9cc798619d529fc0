import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a thread pool promises beyond the contract of all pools.
@Suite("A thread pool", .serialized)
struct ThreadPoolTests {
  private struct Refused: Error {}

  @Test("runs what is submitted and forgotten, before join returns", .timeLimit(.minutes(20)))
  func submit() throws {
    let pool = try ThreadPool.make(2)
    let ran = Counter()
    for _ in 0..<10_000 { try pool.submit { ran.count.add(1, ordering: .relaxed) } }
    try pool.closeAndJoin()
    #expect(ran.count.load(ordering: .relaxed) == 10_000)
    #expect(poolError { try pool.submit {} }?.code == .closed)
  }

  @Test("serves tasks that wait for tasks, on one thread, too", .timeLimit(.minutes(20)), arguments: [1, 2, 3])
  func nested(threads: Int) throws {
    @Sendable func sum(_ range: Range<Int>, _ pool: ThreadPool) throws -> Int {
      if range.count == 1 { return range.lowerBound }
      let middle = (range.lowerBound + range.upperBound) / 2
      let left = try pool.applyAsync { try sum(range.lowerBound..<middle, pool) }
      let right = try pool.apply { try sum(middle..<range.upperBound, pool) }
      return try left.get() + right
    }
    let pool = try ThreadPool.make(threads)
    #expect(try pool.applyAsync { try sum(0..<1000, pool) }.get(timeout: .seconds(30)) == 499_500)
    let maps = try pool.applyAsync {
      try pool.map(0..<10) { number in try pool.map(0..<number) { $0 }.reduce(0, +) }.reduce(0, +)
    }
    #expect(try maps.get(timeout: .seconds(30)) == 120)
    let lazy = try pool.applyAsync { try pool.lazyMap(0..<50, chunkSize: 3) { $0 * 2 }.all() }
    #expect(try lazy.get(timeout: .seconds(30)) == (0..<50).map { $0 * 2 })
    try pool.closeAndJoin()
  }

  @Test("gives a limited wait inside a task up in time, and runs what it waited for later", .timeLimit(.minutes(20)))
  func limitedWait() throws {
    let pool = try ThreadPool.make(1)
    let (inner, map, lazy) = try pool.apply {
      let (inner, map) = (try pool.applyAsync { 7 }, try pool.mapAsync(0..<3) { $0 })
      let lazy = try pool.lazyMap(0..<3) { $0 }
      #expect(inner.wait(timeout: .milliseconds(5)) == false)
      #expect(map.wait(timeout: .milliseconds(5)) == false)
      #expect(poolError { _ = try lazy.next(timeout: .milliseconds(5)) }?.code == .timedOut)
      return (inner, map, lazy)
    }
    #expect(try inner.get() == 7)
    #expect(try map.get() == [0, 1, 2])
    #expect(try lazy.all() == [0, 1, 2])
    try pool.closeAndJoin()
  }

  @Test("cancels what waits, and nothing else", .timeLimit(.minutes(20)))
  func cancel() throws {
    let pool = try ThreadPool.make(1)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let ran = Counter()
    let waiting = try (0..<100).map { _ in try pool.applyAsync { ran.count.add(1, ordering: .relaxed) } }
    let map = try pool.mapAsync(0..<100, chunkSize: 1) { _ in ran.count.add(1, ordering: .relaxed) }
    for result in waiting { #expect(result.cancel()) }
    #expect(map.cancel())
    #expect(!running.cancel() && !waiting[0].cancel() && !map.cancel())
    for result in waiting { #expect(poolError { _ = try result.get() }?.code == .cancelled) }
    #expect(poolError { _ = try map.get() }?.code == .cancelled)
    arrival.release()
    #expect(try running.get() == 0)
    #expect(!running.cancel())
    try pool.closeAndJoin()
    #expect(ran.count.load(ordering: .relaxed) == 0)
  }

  @Test("lets go of what tasks hold and return", .timeLimit(.minutes(20)))
  func release() throws {
    final class Something: Sendable {}
    let pool = try ThreadPool.make(1)
    weak var captured: Something?
    weak var returned: Something?
    weak var mapped: Something?
    do {
      let something = Something()
      captured = something
      let result = try pool.applyAsync {
        _ = something
        return Something()
      }
      returned = try result.get()
      let outputs = try pool.map([something]) { _ in Something() }
      mapped = outputs[0]
      #expect(throws: Refused.self) {
        try pool.map(0..<100) { number throws -> Something in
          if number == 50 { throw Refused() }
          return something
        }
      }
    }
    try pool.closeAndJoin()
    #expect(captured == nil && returned == nil && mapped == nil)
  }

  @Test("runs hooks on each thread, before and after its tasks", .timeLimit(.minutes(20)))
  func hooks() throws {
    let names = Mutex<(began: [String], ended: [String])>(([], []))
    let pool = try ThreadPool.make(2) {
      $0.initializer = { names.withLock { $0.began.append(PlatformThread.currentName) } }
      $0.exitHook = { names.withLock { $0.ended.append(PlatformThread.currentName) } }
    }
    #expect(names.withLock { $0.began.sorted() } == ["threads-0", "threads-1"])
    try pool.resize(to: 3)
    #expect(names.withLock { $0.began.count } == 3)
    try pool.closeAndJoin()
    #expect(names.withLock { $0.ended.sorted() } == ["threads-0", "threads-1", "threads-2"])
  }

  @Test("is refused where an initializer throws", .timeLimit(.minutes(20)))
  func throwingInitializer() throws {
    let fails = Atomic(true)
    let error = poolError { _ = try ThreadPool.make(3) { $0.initializer = { throw Refused() } } }
    #expect(error?.code == .cannotStart && error?.description.contains("Refused") == true)
    try withExtendedLifetime(fails) {
      let calls = Counter()
      let pool = try ThreadPool.make(1) {
        $0.initializer = { if calls.count.add(1, ordering: .relaxed).newValue == 2 { throw Refused() } }
      }
      #expect(poolError { try pool.resize(to: 2) }?.code == .cannotStart)
      #expect(try pool.apply { 1 } == 1)
      try pool.resize(to: 2)
      #expect(pool.statistics.threads.count { $0.isRunning } == 2)
      try pool.closeAndJoin()
    }
  }

  @Test("pins each thread to a core of its own", .timeLimit(.minutes(20)))
  func pinning() throws {
    let cores = CoreCount.affinity
    let pool = try ThreadPool.make(cores.count) { $0.pinsThreads = true }
    let gate = try Gate()
    let port = gate.port
    let results = try cores.map { _ in
      try pool.applyAsync {
        try Gate.wait(port: port)
        return CoreCount.affinity
      }
    }
    for arrival in try gate.arrivals(cores.count) { arrival.release() }
    let confined = try results.map { try $0.get() }
    #expect(Set(confined) == Set(cores.map { [$0] }))
    #expect(CoreCount.affinity == cores, "the caller stays where it may run")
    try pool.closeAndJoin()
  }

  @Test("pins threads that one of its own adds to cores of their own, too", .timeLimit(.minutes(20)))
  func pinningFromInside() throws {
    let cores = CoreCount.affinity
    let seen = Mutex<Set<[Int]>>([])
    let pool = try ThreadPool.make(1) {
      $0.pinsThreads = true
      $0.initializer = { seen.withLock { _ = $0.insert(CoreCount.affinity) } }
    }
    try pool.apply { try pool.resize(to: cores.count) }
    #expect(seen.withLock { $0 } == Set(cores.map { [$0] }))
    try pool.closeAndJoin()
  }

  @Test("fails or waits where its queue is full", .timeLimit(.minutes(20)))
  func boundedQueue() throws {
    let gate = try Gate()
    let failing = try ThreadPool.make(1) {
      $0.queueLimit = 1
      $0.whenQueueIsFull = .fail
    }
    _ = try failing.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let queued = try failing.submit(.double(1))
    #expect(poolError { try failing.submit {} }?.code == .queueFull)
    let told = Counter()
    let refusal = poolError {
      try failing.mapAsync(
        [1], callback: { _ in told.count.add(1, ordering: .relaxed) },
        errorCallback: { _ in told.count.add(1, ordering: .relaxed) }
      ) { $0 }
    }
    #expect(refusal?.code == .queueFull)
    #expect(queued.cancel(), "which makes room")
    try failing.submit {}
    arrival.release()
    try failing.closeAndJoin()
    #expect(told.count.load(ordering: .relaxed) == 0, "the caller was told")

    let waiting = try ThreadPool.make(2) { $0.queueLimit = 0 }
    let ran = Counter()
    for _ in 0..<500 { try waiting.submit { ran.count.add(1, ordering: .relaxed) } }
    #expect(try waiting.map(0..<100, chunkSize: 1) { $0 } == Array(0..<100))
    #expect(try waiting.lazyMap(0..<100) { $0 }.all() == Array(0..<100))
    #expect(try waiting.applyAsync { try waiting.map(0..<50, chunkSize: 1) { $0 }.count }.get() == 50)
    try waiting.closeAndJoin()
    #expect(ran.count.load(ordering: .relaxed) == 500)
  }

  @Test("has room awaited without a thread", .timeLimit(.minutes(20)))
  func awaitedRoom() async throws {
    let pool = try ThreadPool.make(2) { $0.queueLimit = 0 }
    #expect(try await pool.map(0..<100, chunkSize: 1) { $0 } == Array(0..<100))
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<100 { group.addTask { try await pool.apply { number } } }
      return try await group.reduce(0, +)
    }
    #expect(sum == 4950)
    pool.terminate()
  }

  @Test("frees submitters that wait for room when it ends", .timeLimit(.minutes(20)))
  func waitingSubmitters() throws {
    let pool = try ThreadPool.make(1) { $0.queueLimit = 0 }
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let others = try ThreadPool.make(3)
    let waits = try (0..<3).map { _ in try others.applyAsync { _ = try pool.run(.double(1)) } }
    #expect(!waits[2].wait(timeout: .milliseconds(30)))
    pool.terminate()
    for wait in waits { #expect(poolError { try wait.get(timeout: .seconds(20)) }?.code == .terminated) }
    arrival.release()
    running.wait()
    try pool.join()
    try others.closeAndJoin()
  }

  @Test("grows and shrinks while it works", .timeLimit(.minutes(20)))
  func resize() throws {
    let pool = try ThreadPool.make(1)
    let gate = try Gate()
    try pool.resize(to: 4)
    let held = try (0..<4).map { _ in try pool.submit(.waitAtGate(port: gate.port)) }
    let arrivals = try gate.arrivals(4)
    let queued = try (0..<300).map { try pool.submit(.double($0)) }
    try pool.resize(to: 1)
    for arrival in arrivals { arrival.release() }
    for (number, result) in queued.enumerated() { #expect(try result.get() == number * 2) }
    for result in held { #expect(try result.get() == 0) }
    eventually { pool.statistics.threads.count { $0.isRunning } == 1 }
    for size in [0, -1, 1 << 20] {
      #expect(poolError { try pool.resize(to: size) }?.code == .invalidConfiguration)
    }
    try pool.closeAndJoin()
    #expect(poolError { try pool.resize(to: 2) }?.code == .closed)
  }

  @Test("counts and times tasks", .timeLimit(.minutes(20)))
  func statistics() throws {
    let pool = try ThreadPool.make(2)
    for _ in 0..<20 { _ = try pool.apply { MonotonicTime.sleep(nanoseconds: 1_000_000) } }
    let long = pool.statistics
    #expect(long.threads.map(\.tasksFinished).reduce(0, +) >= 19)
    #expect(long.runTime.count >= 19, "the last one may not have been noted yet")
    #expect(try #require(long.runTime.percentile(50)) >= .microseconds(900))
    #expect(long.queueWait.count >= 19)
    for _ in 0..<100 { try pool.apply {} }
    for _ in 0..<3_200 { try pool.submit {} }
    try pool.closeAndJoin()
    let all = pool.statistics
    #expect(all.threads.map(\.tasksFinished).reduce(0, +) == 3_320)
    #expect(all.runTime.count < 20 + 100 + 3_200, "short tasks are sampled")
    let busy = all.threads.map(\.busyTime).reduce(.zero, +)
    #expect(busy >= .milliseconds(18))
    #expect(all.threads.count { $0.isRunning } == 0)
  }

  @Test("counts a task that ran inside another one, and none that was cancelled", .timeLimit(.minutes(20)))
  func counted() throws {
    let pool = try ThreadPool.make(1)
    let gate = try Gate()
    let held = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    for _ in 0..<10 { #expect(try pool.submit(.double(1)).cancel()) }
    arrival.release()
    #expect(try held.get() == 0)
    try pool.apply {
      try pool.apply {}
      try pool.applyAsync {}.get()
    }
    try pool.closeAndJoin()
    #expect(pool.statistics.threads.map(\.tasksFinished) == [4])
    #expect(pool.statistics.runTime.count <= 4)
  }

  @Test("refuses what makes no sense", .timeLimit(.minutes(20)))
  func refused() throws {
    for threads in [0, -3] { #expect(poolError { _ = try ThreadPool.make(threads) }?.code == .invalidConfiguration) }
    #expect(poolError { _ = try ThreadPool.make(1) { $0.queueLimit = -1 } }?.code == .invalidConfiguration)
    for size in [0, -1] {
      #expect(poolError { _ = try ThreadPool.make(1) { $0.stackSize = size } }?.code == .invalidConfiguration)
    }
    let pool = try ThreadPool.make(1)
    for size in [0, -1] {
      #expect(poolError { _ = try pool.map([1], chunkSize: size) { $0 } }?.code == .invalidConfiguration)
      #expect(poolError { _ = try pool.lazyMap([1], chunkSize: size) { $0 } }?.code == .invalidConfiguration)
    }
    let code = try pool.apply { poolError { try pool.join() }?.code }
    #expect(code == .notClosed)
    try pool.closeAndJoin()
    #expect(poolError { _ = try pool.map([Int]()) { $0 } }?.code == .closed)
    #expect(poolError { _ = try pool.lazyMap([1]) { $0 } }?.code == .closed)
  }

  @Test("keeps no stack of a thread that has left", .timeLimit(.minutes(20)))
  func stacks() throws {
    let mappings = try UnitProcess.spawn(ResizeThreads.self, 100).collect().output
    #expect(mappings[1] - mappings[0] < 50, "a stack and its guard for each of 300 threads would be 600")
  }

  @Test("cannot be joined by its own task", .timeLimit(.minutes(20)))
  func joinFromInside() throws {
    let pool = try ThreadPool.make(1)
    let gate = try Gate()
    let port = gate.port
    let result = try pool.applyAsync {
      try Gate.wait(port: port)
      return poolError { try pool.join() }?.code
    }
    let arrival = try gate.nextArrival()
    pool.close()
    arrival.release()
    #expect(try result.get() == .joinedFromInside)
    try pool.join()
  }
}

/// Has a pool of one thread grow to four and shrink again, so often, and returns how many mappings there are before and after.
enum ResizeThreads: WorkerFunction {
  static func run(_ cycles: Int) throws -> [Int] {
    let pool = try ThreadPool(.init(threads: 1))
    let (before, threads) = (mappings, threadCount)
    for _ in 0..<cycles {
      try pool.resize(to: 4)
      try pool.resize(to: 1)
      eventually { threadCount <= threads }
    }
    let after = mappings
    try pool.closeAndJoin()
    return [before, after]
  }

  private static var threadCount: Int {
    (try? FileSystemAccess.entries(of: "/proc/self/task").count) ?? 0
  }

  private static var mappings: Int {
    FileSystemAccess.text(of: "/proc/self/maps")?.split(separator: "\n").count ?? 0
  }
}

import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a thread pool promises about its threads: how many there are, and what becomes of them and of their tasks.
@Suite("The threads of a thread pool", .serialized)
struct ThreadPoolThreadTests {
  private struct Refused: Error {}

  @Test("stay as many as they were where one of the new ones cannot start", .timeLimit(.minutes(20)))
  func refusedThread() throws {
    let starts = Counter()
    let pool = try ThreadPool.make(1) {
      $0.initializer = { if starts.count.add(1, ordering: .relaxed).newValue == 3 { throw Refused() } }
    }
    #expect(poolError { try pool.resize(to: 3) }?.code == .cannotStart)
    eventually { pool.statistics.threads.count { $0.isRunning } == 1 }
    #expect(try pool.map(0..<100) { $0 } == Array(0..<100))
    try pool.closeAndJoin()
  }

  @Test("are gone where one cannot start, and hooks have run on the others alone", .timeLimit(.minutes(20)))
  func refusedPool() throws {
    let (starts, ends) = (Counter(), Counter())
    let error = poolError {
      _ = try ThreadPool.make(3) {
        $0.initializer = { if starts.count.add(1, ordering: .relaxed).newValue == 2 { throw Refused() } }
        $0.exitHook = {
          for _ in 0..<1_000 { PlatformThread.yield() }
          ends.count.add(1, ordering: .relaxed)
        }
      }
    }
    #expect(error?.code == .cannotStart)
    #expect(ends.count.load(ordering: .relaxed) == 2)
  }

  @Test("leave when their task has ended, and what lies behind that is run by others", .timeLimit(.minutes(20)))
  func shrinking() throws {
    let pool = try ThreadPool.make(2)
    let (gate, later) = (try Gate(), try Gate())
    let held = try (0..<2).map { _ in try pool.submit(.waitAtGate(port: gate.port)) }
    let arrivals = try gate.arrivals(2)
    let next = try pool.submit(.waitAtGate(port: later.port))
    let behind = try (0..<10).map { try pool.submit(.double($0)) }
    arrivals[0].release()
    // The thread that has taken this one has taken what was submitted after it, too.
    let arrival = try later.nextArrival()
    try pool.resize(to: 1)
    arrival.release()
    eventually { pool.statistics.threads.count { $0.isRunning } == 1 }
    #expect(!behind.contains { $0.isReady })
    arrivals[1].release()
    for (number, result) in behind.enumerated() { #expect(try result.get() == number * 2) }
    for result in held + [next] { #expect(try result.get() == 0) }
    try pool.closeAndJoin()
  }

  @Test("count on where others have been before", .timeLimit(.minutes(20)))
  func statistics() throws {
    let pool = try ThreadPool.make(3)
    for _ in 0..<300 { try pool.submit { MonotonicTime.sleep(nanoseconds: 20_000) } }
    try pool.waitUntilIdle()
    let before = pool.statistics.threads
    for size in [1, 3] {
      try pool.resize(to: size)
      eventually { pool.statistics.threads.count { $0.isRunning } == size }
    }
    let after = pool.statistics.threads
    #expect(after.map(\.tasksFinished) == before.map(\.tasksFinished))
    #expect(after.map(\.busyTime) == before.map(\.busyTime))
    #expect(before.map(\.tasksFinished).reduce(0, +) == 300)
    try pool.closeAndJoin()
  }

  @Test("do not wait for themselves, in an initializer or an exit hook, either", .timeLimit(.minutes(20)))
  func waitInside() throws {
    let codes = Mutex<[PoolError.Code?]>([])
    let itself = Mutex<ThreadPool?>(nil)
    let limit = Duration.seconds(20)
    let waits: @Sendable () -> Void = {
      guard let pool = itself.withLock({ $0 }) else { return }
      let idle = poolError { try pool.waitUntilIdle(timeout: limit) }
      let end = poolError { try pool.join(timeout: limit) }
      codes.withLock { $0 += [idle?.code, end?.code] }
    }
    let pool = try ThreadPool.make(1) {
      $0.initializer = waits
      $0.exitHook = waits
    }
    itself.withLock { $0 = pool }
    try pool.resize(to: 2)
    try pool.resize(to: 1)
    eventually { codes.withLock { $0.count } == 4 }
    try pool.closeAndJoin()
    let inside: [PoolError.Code?] = [.waitedFromInside, .notClosed]
    #expect(codes.withLock { $0 } == inside + inside + [.waitedFromInside, .joinedFromInside])
    itself.withLock { $0 = nil }
  }

  @Test("are gone when they have been joined, with what was theirs alone", .timeLimit(.minutes(20)))
  func gone() throws {
    let ended = Counter()
    let local = ThreadLocal<Token>()
    let pool = try ThreadPool.make(3) { $0.initializer = { local.value = Token(ended) } }
    try pool.closeAndJoin()
    #expect(ended.count.load(ordering: .relaxed) == 3)
  }

  /// Counts its end, which takes a moment.
  private final class Token: Sendable {
    private let ended: Counter

    init(_ ended: Counter) { self.ended = ended }

    deinit {
      for _ in 0..<1_000 { PlatformThread.yield() }
      ended.count.add(1, ordering: .relaxed)
    }
  }

  @Test("have the stack that was chosen", .timeLimit(.minutes(20)))
  func stackSize() throws {
    #expect(try UnitProcess.spawn(MapStack.self, 1 << 29).collect().output)
  }
}

/// Whether the address space grows by at least so many bytes with the one thread of a pool that has a stack of that size.
enum MapStack: WorkerFunction {
  static func run(_ bytes: Int) throws -> Bool {
    let before = pages
    let pool = try ThreadPool.make(1) { $0.stackSize = bytes }
    defer { pool.terminate() }
    return (pages - before) * SharedFile.pageSize >= bytes
  }

  private static var pages: Int {
    (FileSystemAccess.text(of: "/proc/self/statm") ?? "").split(separator: " ").first.flatMap { Int($0) } ?? 0
  }
}

import Glibc
import Synchronization
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What a thread pool promises about its end, whoever is at work on what when it comes.
@Suite("The end of a thread pool", .serialized)
struct ThreadPoolEndTests {
  /// Waits at a gate when it is let go of.
  private final class SlowEnd: Sendable {
    private let port: Int

    init(_ gate: Gate) { port = gate.port }

    deinit { try? Gate.wait(port: port) }
  }

  @Test("comes when each task that was dropped has ended, and not before", .timeLimit(.minutes(20)))
  func droppers() throws {
    let pool = try ThreadPool.make(1)
    let terminators = try ThreadPool.make(1)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let told = Counter()
    var slowEnd: SlowEnd? = SlowEnd(gate)
    let first = try pool.applyAsync { [slowEnd] in withExtendedLifetime(slowEnd) {} }
    slowEnd = nil
    let second = try pool.applyAsync(errorCallback: { _ in told.count.add(1, ordering: .relaxed) }) {}
    let terminating = try terminators.applyAsync { pool.terminate() }
    let dropping = try gate.nextArrival()
    #expect(first.isReady && !second.isReady)
    arrival.release()
    running.wait()
    #expect(poolError { try pool.waitUntilIdle(timeout: .milliseconds(50)) }?.code == .timedOut)
    #expect(poolError { try pool.join(timeout: .milliseconds(50)) }?.code == .timedOut)
    dropping.release()
    try pool.join()
    #expect(second.isReady && told.count.load(ordering: .relaxed) == 1)
    try terminating.get()
    try terminators.closeAndJoin()
  }

  @Test("can be waited for by a thread that has an ended one's handle", .timeLimit(.minutes(20)))
  func joinedLater() throws {
    let pool = try ThreadPool.make(2)
    try pool.applyAsync(callback: { _ in }) {}.get()
    try pool.closeAndJoin()
    let failures = Counter()
    for _ in 0..<4 {
      let thread = try PlatformThread.start {
        do {
          try pool.join()
          try pool.waitUntilIdle()
        } catch { failures.count.add(1, ordering: .relaxed) }
      }
      thread.join()
    }
    #expect(failures.count.load(ordering: .relaxed) == 0)
  }

  @Test("tells those who wait for the pool to be idle", .timeLimit(.minutes(20)))
  func idlers() throws {
    let others = try ThreadPool.make(1)
    for _ in 0..<100 {
      let pool = try ThreadPool.make(1)
      let mayGoOn = Counter()
      try pool.submit { while mayGoOn.count.load(ordering: .relaxed) == 0 {} }
      for _ in 0..<1_000 { try pool.submit { mayGoOn.count.add(1, ordering: .relaxed) } }
      let wait = try others.applyAsync { try pool.waitUntilIdle(timeout: .seconds(20)) }
      while pool.core.locked({ pool.core.idlers.isEmpty }) { PlatformThread.yield() }
      mayGoOn.count.add(1, ordering: .relaxed)
      while mayGoOn.count.load(ordering: .relaxed) < 5 {}
      pool.terminate()
      try wait.get()
      try pool.join()
    }
    try others.closeAndJoin()
  }

  @Test("comes when threads could not be started, too, of which those that could be told so", .timeLimit(.minutes(20)))
  func withoutMemory() throws {
    #expect(try UnitProcess.spawn(GrowBeyondMemory.self, 4).collect().output == [true, true])
  }

  @Test("refuses what its tasks submit to it", .timeLimit(.minutes(20)))
  func submittedInside() throws {
    let gate = try Gate()
    let port = gate.port
    for isClosed in [true, false] {
      let pool = try ThreadPool.make(1)
      let codes = try pool.applyAsync {
        try Gate.wait(port: port)
        return [
          poolError { try pool.submit {} }?.code, poolError { try pool.applyAsync {} }?.code,
          poolError { try pool.apply {} }?.code, poolError { _ = try pool.map([1]) { $0 } }?.code,
        ]
      }
      let arrival = try gate.nextArrival()
      if isClosed { pool.close() } else { pool.terminate() }
      arrival.release()
      #expect(try codes.get().allSatisfy { $0 == (isClosed ? .closed : .terminated) })
      try pool.join()
    }
  }
}

/// Has a pool grow beyond the address space that the process may have; whether it says so, and works on and ends all the same.
enum GrowBeyondMemory: WorkerFunction {
  private static let stackSize = 1 << 28

  static func run(_ threads: Int) throws -> [Bool] {
    let pool = try ThreadPool.make(1) { $0.stackSize = stackSize }
    try pool.apply {}
    // Room for one more stack, and for what a thread needs beside it.
    let words = (FileSystemAccess.text(of: "/proc/self/statm") ?? "").split(separator: " ")
    let size = words.first.flatMap { Int($0) } ?? 0
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    limit.rlim_cur = rlim_t(size * SharedFile.pageSize + stackSize + stackSize / 4 * 3)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    let error = poolError { try pool.resize(to: threads) }
    eventually { pool.statistics.threads.count { $0.isRunning } == 1 }
    let isServed = try pool.apply { true }
    pool.close()
    try pool.join(timeout: .seconds(20))
    return [error?.code == .cannotStart, isServed]
  }
}

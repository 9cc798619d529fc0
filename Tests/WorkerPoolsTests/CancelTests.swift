import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// What cancelling a task promises, for each start method.
@Suite("Cancelling a task", .serialized)
struct CancelTests {
  @Test("that waits: it never runs", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func waiting(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let running = try pool.start(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let ends = Mutex<[Int]>([])
    let results = try (0..<50).map { number in
      try pool.applyAsync(
        RunJob.self, .exit(Int32(number)), callback: { _ in ends.withLock { $0.append(number) } },
        errorCallback: { _ in ends.withLock { $0.append(number) } })
    }
    for result in results { #expect(result.cancel()) }
    for result in results { #expect(!result.cancel()) }
    for result in results { #expect(poolError { _ = try result.get() }?.code == .cancelled) }
    arrival.release()
    #expect(try running.get() == 0)
    #expect(try pool.run(.pid) == Int(arrival.pid), "no worker had to go")
    try pool.closeAndJoin()
    #expect(ends.withLock { $0.sorted() } == Array(0..<50))
  }

  @Test("that runs: its worker is replaced", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func running(_ kind: StartMethod) throws {
    let pool = try kind.make(2)
    let gate = try Gate()
    let victim = try pool.start(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let others = try (0..<20).map { try pool.start(.double($0)) }
    #expect(victim.cancel())
    #expect(poolError { _ = try victim.get() }?.code == .cancelled)
    arrival.waitUntilGone()
    for (number, result) in others.enumerated() { #expect(try result.get() == 2 * number) }
    try pool.awaitReady()
    let workers = pool.workerIdentifiers
    #expect(!workers.contains(arrival.pid) && workers.count == 2)
    try pool.closeAndJoin()
  }

  @Test("that runs, while a thread waits for it", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func awaited(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let waiters = try ThreadPool(.init(threads: 2))
    for _ in 0..<5 {
      let victim = try pool.start(.waitAtGate(port: gate.port))
      let arrival = try gate.nextArrival()
      let waits = try (0..<2).map { _ in try waiters.applyAsync { _ = try victim.get() } }
      #expect(victim.cancel())
      for wait in waits { #expect(poolError { try wait.get(timeout: .seconds(20)) }?.code == .cancelled) }
      arrival.waitUntilGone()
    }
    waiters.close()
    try pool.closeAndJoin()
  }

  @Test("that has ended: false", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func finished(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    let result = try pool.start(.double(2))
    #expect(try result.get() == 4)
    #expect(!result.cancel())
    #expect(try result.get() == 4)
    try pool.closeAndJoin()
  }

  @Test("that ends in the same moment: its value or the cancellation, once", .timeLimit(.minutes(20)))
  func race() throws {
    let pool = try ProcessPool(.init(workers: 2))
    for number in 0..<60 {
      let results = try (0..<10).map { try pool.start(.double($0)) }
      MonotonicTime.sleep(nanoseconds: number * 5_000)
      for (number, result) in results.enumerated() {
        if result.cancel() {
          #expect(poolError { _ = try result.get() }?.code == .cancelled)
        } else {
          #expect(try result.get() == 2 * number)
        }
      }
    }
    try pool.closeAndJoin()
  }

  @Test("after terminate does no harm", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func afterTerminate(_ kind: StartMethod) throws {
    for _ in 0..<10 {
      let pool = try kind.make(2)
      try pool.awaitReady()
      let results = try (0..<100).map { _ in try pool.start(.spin) }
      pool.terminate()
      for result in results { result.cancel() }
      try pool.join()
      for result in results { #expect([.cancelled, .terminated].contains(poolError { _ = try result.get() }?.code)) }
    }
  }

  @Test("takes what it has started with it", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func sleeper(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let result = try pool.start(.startSleeper(port: gate.port, thenGateAt: nil))
    let sleeper = try ProcessWatch(pid: try gate.nextArrival().pid)
    #expect(result.cancel())
    #expect(try sleeper.waitForEnd(timeoutNs: 2_000_000_000))
    try pool.closeAndJoin()
  }
}

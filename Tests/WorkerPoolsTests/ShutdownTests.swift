import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a pool promises about its end, whatever is going on.
@Suite("The end of a pool", .serialized)
struct ShutdownTests {
  @Test(
    "by terminate comes within a second, with 10,000 long tasks queued", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func terminate(_ kind: StartMethod) throws {
    let pool = try kind.make(2)
    try pool.awaitReady()
    let results = try (0..<10_000).map { _ in try pool.start(.sleepIgnoringSignals) }
    let began = MonotonicTime.now()
    pool.terminate()
    try pool.join()
    #expect(MonotonicTime.now() - began < 1_000_000_000)
    let allTerminated = results.allSatisfy { result in poolError { _ = try result.get() }?.code == .terminated }
    #expect(allTerminated)
  }

  @Test("by terminate takes what tasks have started with it", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func sleeper(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let next = try Gate()
    let result = try pool.start(.startSleeper(port: gate.port, thenGateAt: next.port))
    let arrival = try gate.nextArrival()
    let sleeper = try ProcessWatch(pid: arrival.pid)
    arrival.release()
    _ = try next.nextArrival()
    try pool.terminateAndJoin()
    #expect(try sleeper.waitForEnd(timeoutNs: 2_000_000_000))
    #expect(poolError { _ = try result.get() }?.code == .terminated)
  }

  @Test(
    "by terminate comes while large messages are under way", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func largeMessages(_ kind: StartMethod) throws {
    let bytes = [UInt8](repeating: 3, count: 4 << 20)
    for pause in 0..<6 {
      let pool = try kind.make(2)
      let results = try (0..<12).map { _ in try pool.applyAsync(Echo<[UInt8]>.self, bytes) }
      MonotonicTime.sleep(nanoseconds: pause * 4_000_000)
      pool.terminate()
      try pool.join(timeout: .seconds(20))
      for result in results {
        do { #expect(try result.get() == bytes) } catch let error as PoolError { #expect(error.code == .terminated) }
      }
    }
  }

  @Test(
    "is orderly while 8 threads submit, resize and terminate at once", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func races(_ kind: StartMethod) throws {
    for round in 0..<4 {
      let pool = try kind.make(2)
      let users = try ThreadPool(.init(threads: 8))
      let ends = Atomic(0)
      let accepted = try (0..<8).map { user in
        try users.applyAsync {
          var accepted = 0
          do {
            for number in 0..<200 {
              if user == 0, number % 20 == 0 { try pool.resize(to: 1 + number / 20 % 4) }
              if user == 1, number == 100 + 20 * round { pool.terminate() }
              let count: @Sendable () -> Void = { ends.add(1, ordering: .relaxed) }
              try pool.applyAsync(
                RunJob.self, .double(number), callback: { _ in count() }, errorCallback: { _ in count() })
              accepted += 1
            }
          } catch let error as PoolError where error.code == .terminated {}
          return accepted
        }
      }
      let total = try accepted.map { try $0.get() }.reduce(0, +)
      try pool.join(timeout: .seconds(20))
      #expect(ends.load(ordering: .relaxed) == total)
      users.close()
      try users.join()
    }
  }

  @Test("frees submitters that wait for room", .timeLimit(.minutes(20)), arguments: [false, true])
  func waitingSubmitters(terminating: Bool) throws {
    let pool = try StartMethod.spawn.make(1) { $0.queueLimit = 0 }
    let gate = try Gate()
    let running = try pool.start(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let submitters = try ThreadPool(.init(threads: 3))
    let waits = try (0..<3).map { _ in try submitters.applyAsync { _ = try pool.run(.double(1)) } }
    #expect(!waits[2].wait(timeout: .milliseconds(50)))
    if terminating { pool.terminate() } else { pool.close() }
    let expected = terminating ? PoolError.Code.terminated : .closed
    for wait in waits { #expect(poolError { try wait.get(timeout: .seconds(20)) }?.code == expected) }
    arrival.release()
    running.wait()
    submitters.close()
    try pool.join()
  }

  @Test("leaves results that were there, and lets go of those that nobody holds", .timeLimit(.minutes(20)))
  func release() throws {
    let pool = try ProcessPool(.init(workers: 1))
    weak var forgotten: AsyncResult<Int>?
    do {
      let result = try pool.start(.double(1))
      forgotten = result
      #expect(try result.get() == 2)
    }
    _ = try pool.run(.double(1))
    #expect(forgotten == nil)
    let kept = try pool.start(.double(5))
    try pool.closeAndJoin()
    #expect(try kept.get() == 10)
  }
}

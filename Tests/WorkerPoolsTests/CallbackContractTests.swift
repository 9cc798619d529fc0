import Synchronization
import Testing
import WorkerPools

/// What every pool promises about callbacks, run for each kind.
@Suite("Callback contract")
struct CallbackContractTests {
  @Test("a callback runs once, in order, before its result", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func order(_ kind: PoolKind) throws {
    let pool = try kind.make(1)
    let seen = Mutex<[Int]>([])
    let results = try (0..<200).map { number in
      try pool.submit(
        .double(number), callback: { value in seen.withLock { $0.append(value) } },
        errorCallback: { _ in Issue.record("there was no error") })
    }
    for (number, result) in results.enumerated() {
      #expect(try result.get() == 2 * number)
      #expect(seen.withLock { $0.count } > number)
    }
    #expect(seen.withLock { $0 } == (0..<200).map { $0 * 2 })
    try pool.closeAndJoin()
  }

  @Test(
    "the error callback gets the error, and the other nothing", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func errorCallback(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let seen = Mutex<[String]>([])
    let result = try pool.submit(
      .fail("on purpose"), callback: { _ in Issue.record("there was no value") },
      errorCallback: { error in seen.withLock { $0.append("\(error)") } })
    result.wait()
    #expect(seen.withLock { $0.count } == 1)
    #expect(seen.withLock { $0.first?.contains("on purpose") } == true)
    try pool.closeAndJoin()
  }

  /// Has a result whose callback holds it.
  private final class Owner: Sendable {
    let result = Mutex<AsyncResult<Int>?>(nil)
  }

  @Test(
    "a callback is gone when it has run, with what it holds", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func gone(_ kind: PoolKind) throws {
    let pool = try kind.make(1)
    weak var kept: Owner?
    for job in [Job.double(1), .fail("on purpose")] {
      func submit() throws {
        let owner = Owner()
        kept = owner
        let result = try pool.submit(
          job, callback: { _ in withExtendedLifetime(owner) {} }, errorCallback: { _ in withExtendedLifetime(owner) {} }
        )
        owner.result.withLock { $0 = result }
        result.wait()
      }
      try submit()
      eventually { kept == nil }
    }
    try pool.closeAndJoin()
  }

  @Test("what a callback throws goes to the handler", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func throwingCallback(_ kind: PoolKind) throws {
    let caught = Mutex<[String]>([])
    let pool = try kind.make(callbackErrorHandler: { error in caught.withLock { $0.append("\(error)") } })
    let result = try pool.submit(
      .double(4), callback: { _ in throw Job.Failure(description: "by a callback") }, errorCallback: nil)
    #expect(try result.get() == 8)
    #expect(caught.withLock { $0 } == ["by a callback"])
    try pool.closeAndJoin()
  }

  @Test(
    "a slow callback holds up no worker, and join waits for it", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func slowCallback(_ kind: PoolKind) throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let port = gate.port
    let slow = try pool.submit(.double(1), callback: { _ in try Gate.wait(port: port) }, errorCallback: nil)
    let arrival = try gate.nextArrival()
    for number in 0..<20 { #expect(try pool.run(.double(number)) == 2 * number) }
    #expect(!slow.isReady)
    pool.close()
    #expect(poolError { try pool.join(timeout: .milliseconds(5)) }?.code == .timedOut)
    arrival.release()
    try pool.join()
    #expect(slow.isReady)
  }

  @Test(
    "a callback may submit, close and terminate, but not join", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func callbackUsesPool(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let inner = Mutex<AsyncResult<Int>?>(nil)
    let code = Mutex<PoolError.Code?>(nil)
    let outer = try pool.submit(
      .double(1),
      callback: { _ in
        inner.withLock { $0 = try? pool.submit(.double(21)) }
        _ = try inner.withLock { $0 }?.get()
        pool.terminate()
        let joinCode = poolError { try pool.join() }?.code
        code.withLock { $0 = joinCode }
      }, errorCallback: nil)
    #expect(try outer.get() == 2)
    #expect(try inner.withLock { $0 }?.get() == 42)
    #expect(code.withLock { $0 } == .joinedFromInside)
    try pool.join()
  }

  @Test(
    "a map that is cancelled while its pool ends tells its callback once, before join returns",
    .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func cancelledMapAtTheEnd(_ kind: PoolKind) throws {
    let cancellers = try ThreadPool(.init(threads: 1))
    for _ in 0..<(kind.isProcesses ? 10 : 300) {
      let pool = try kind.make(1)
      let told = Counter()
      let map = try pool.submitMap(
        (0..<50).map { .double($0) }, chunkSize: 1, callback: { _ in told.count.add(1, ordering: .relaxed) },
        errorCallback: { _ in told.count.add(1, ordering: .relaxed) })
      let cancelling = try cancellers.applyAsync { map.cancel() }
      try pool.closeAndJoin()
      #expect(map.isReady || !cancelling.isReady)
      _ = try cancelling.get()
      #expect(map.isReady && told.count.load(ordering: .relaxed) == 1)
    }
    try cancellers.closeAndJoin()
  }
}

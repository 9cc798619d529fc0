import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// What every pool promises about maps, run for each kind.
@Suite("Map contract", .serialized)
struct MapContractTests {
  private struct InputFailure: Error {}

  private func doubles(_ numbers: Range<Int>) -> [Job] { numbers.map { .double($0) } }

  private func doubled(_ numbers: Range<Int>) -> [Int] { numbers.map { $0 * 2 } }

  @Test("all outputs come in the order of the inputs", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func order(_ kind: PoolKind) throws {
    let pool = try kind.make(3)
    let jobs = doubles(0..<500)
    for size in [nil, 1, 20, 499, 500, 5000] {
      #expect(try pool.map(jobs, chunkSize: size) == doubled(0..<500))
      #expect(try pool.lazyMap(jobs, chunkSize: size ?? 3).all() == doubled(0..<500))
      #expect(try pool.lazyMap(jobs, isOrdered: false, chunkSize: size ?? 3).all().sorted() == doubled(0..<500))
    }
    try pool.closeAndJoin()
  }

  @Test("maps can be awaited", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func asynchronous(_ kind: PoolKind) async throws {
    let pool = try kind.make(3)
    #expect(try await pool.mapAsynchronously(doubles(0..<100), chunkSize: 7) == doubled(0..<100))
    var seen: [Int] = []
    for try await output in try pool.lazyMap(doubles(0..<100)) { seen.append(output) }
    #expect(seen == doubled(0..<100))
    pool.terminate()
  }

  @Test("a map of nothing is nothing", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func empty(_ kind: PoolKind) throws {
    let pool = try kind.make(1)
    let lists = Mutex<[[Int]]>([])
    let result = try pool.submitMap(
      [], chunkSize: nil, callback: { list in lists.withLock { $0.append(list) } }, errorCallback: nil)
    #expect(try result.get() == [])
    #expect(lists.withLock { $0 } == [[]])
    #expect(try pool.map([], chunkSize: 3) == [])
    for isOrdered in [true, false] { #expect(try pool.lazyMap([], isOrdered: isOrdered).next() == nil) }
    try pool.closeAndJoin()
    let refusal = poolError { _ = try pool.submitMap([], chunkSize: nil, callback: nil, errorCallback: nil) }
    #expect(refusal?.code == .closed)
    #expect(poolError { _ = try pool.map([], chunkSize: nil) }?.code == .closed)
    #expect(poolError { _ = try pool.lazyMap([]) }?.code == .closed)
  }

  @Test("one call back: with the whole list, or the error", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func callbacks(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let calls = Mutex<[String]>([])
    func run(_ jobs: [Job]) throws -> AsyncResult<[Int]> {
      try pool.submitMap(
        jobs, chunkSize: 1, callback: { list in calls.withLock { $0.append("\(list)") } },
        errorCallback: { error in calls.withLock { $0.append("\(error)".contains("one") ? "one" : "?") } })
    }
    #expect(try run(doubles(0..<4)).get() == [0, 2, 4, 6])
    #expect(throws: (any Error).self) { try run([.double(1), .fail("one"), .fail("one"), .double(2)]).get() }
    #expect(calls.withLock { $0 } == ["[0, 2, 4, 6]", "one"])
    try pool.closeAndJoin()
  }

  @Test("inputs that throw: all outputs before, then the error", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func throwingInputs(_ kind: PoolKind) throws {
    let pool = try kind.make()
    for (count, size) in [(0, 1), (1, 1), (7, 3), (40, 1), (40, 3)] {
      let next = Counter()
      let results = try pool.lazyMap(isOrdered: true, chunkSize: size) {
        let number = next.next()
        if number == count { throw InputFailure() }
        return .double(number)
      }
      let (seen, error) = results.untilError()
      #expect(seen == doubled(0..<count))
      #expect(error is InputFailure)
      #expect(try results.next() == nil)
    }
    try pool.closeAndJoin()
  }

  @Test(
    "a task's error comes in its place, and the rest after it", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func failingTask(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let results = try pool.lazyMap((0..<20).map { $0 == 9 ? .fail("nine") : .double($0) })
    let (seen, error) = results.untilError()
    #expect(seen == doubled(0..<9))
    #expect(error.map { "\($0)" }?.contains("nine") == true)
    #expect(try results.all() == doubled(10..<20))
    try pool.closeAndJoin()
  }

  @Test("next can be asked again when its time passed", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func timeout(_ kind: PoolKind) throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let results = try pool.lazyMap([.waitAtGate(port: gate.port), .double(2)])
    let arrival = try gate.nextArrival()
    for _ in 0..<3 { #expect(poolError { _ = try results.next(timeout: .milliseconds(2)) }?.code == .timedOut) }
    arrival.release()
    #expect(try results.all() == [0, 4])
    try pool.closeAndJoin()
  }

  @Test(
    "outputs come as they are there where order does not matter", .timeLimit(.minutes(20)), arguments: PoolKind.allCases
  )
  func unordered(_ kind: PoolKind) throws {
    let pool = try kind.make(2)
    let gate = try Gate()
    let results = try pool.lazyMap([.waitAtGate(port: gate.port)] + doubles(1..<20), isOrdered: false)
    let arrival = try gate.nextArrival()
    var seen: [Int] = []
    while seen.count < 7, let output = try results.next() { seen.append(output) }
    #expect(!seen.contains(0))
    arrival.release()
    #expect(try (seen + results.all()).sorted() == doubled(0..<20))
    try pool.closeAndJoin()
  }

  @Test("endless inputs are drawn only a little ahead", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func endless(_ kind: PoolKind) throws {
    let pool = try kind.make(2)
    let drawn = Counter()
    let results = try pool.lazyMap(isOrdered: true, chunkSize: 5) { .double(drawn.next()) }
    for number in 0..<100 { #expect(try results.next() == number * 2) }
    #expect(drawn.count.load(ordering: .relaxed) < 100 + 100)
    try pool.closeAndJoin()
  }

  @Test(
    "a lazy map that is given up keeps nothing, not even what waits for room", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func givenUp(_ kind: PoolKind) throws {
    final class Token: Sendable {}
    let pool = try kind.make(1, queueLimit: 0)
    let gate = try Gate()
    weak var kept: Token?
    func begin() throws {
      let token = Token()
      kept = token
      let jobs = Mutex([.waitAtGate(port: gate.port)] + doubles(0..<9))
      _ = try pool.lazyMap(isOrdered: true, chunkSize: 1) {
        withExtendedLifetime(token) { jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
      }
    }
    try begin()
    try gate.nextArrival().release()
    eventually { kept == nil }
    #expect(try pool.run(.double(1)) == 2)
    try pool.closeAndJoin()
  }

  @Test(
    "a lazy map waits for its own outputs where the queue is full, and is not refused", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func refusingQueue(_ kind: PoolKind) throws {
    let pool = try kind.make(2, queueLimit: 0, whenQueueIsFull: .fail)
    for isOrdered in [true, false] {
      #expect(try pool.lazyMap(doubles(0..<100), isOrdered: isOrdered).all().sorted() == doubled(0..<100))
    }
    try pool.closeAndJoin()
  }

  @Test("next keeps its time where the queue is full, too", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func timeoutForRoom(_ kind: PoolKind) throws {
    let pool = try kind.make(1, queueLimit: 0)
    let gate = try Gate()
    let running = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let results = try pool.lazyMap(doubles(0..<5))
    for _ in 0..<3 { #expect(poolError { _ = try results.next(timeout: .milliseconds(2)) }?.code == .timedOut) }
    arrival.release()
    #expect(try results.all() == doubled(0..<5))
    #expect(try running.get() == 0)
    try pool.closeAndJoin()
  }

  @Test("a lazy map lasts as long as an iterator over it", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func iterator(_ kind: PoolKind) async throws {
    let pool = try kind.make(1, queueLimit: 0)
    var iterator = try pool.lazyMap(doubles(0..<30)).makeAsyncIterator()
    for number in 0..<30 { #expect(try await iterator.next() == number * 2) }
    #expect(try await iterator.next() == nil)
    pool.terminate()
  }

  @Test("terminate ends a map that runs", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func terminate(_ kind: PoolKind) throws {
    let pool = try kind.make(1)
    let gate = try Gate()
    let result = try pool.submitMap(
      (0..<20).map { _ in .waitAtGate(port: gate.port) }, chunkSize: 1, callback: nil, errorCallback: nil)
    let arrival = try gate.nextArrival()
    pool.terminate()
    #expect(poolError { _ = try result.get() }?.code == .terminated)
    arrival.release()
    try pool.join()
  }
}

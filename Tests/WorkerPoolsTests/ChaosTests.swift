import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// A pool whose workers are killed at random all the time.
@Suite("Chaos", .serialized)
struct ChaosTests {
  /// How often each task has ended, by number.
  private final class Account: Sendable {
    private let ends: Mutex<[UInt8]>
    private let lost = Atomic(0)

    init(_ count: Int) { ends = Mutex(Array(repeating: 0, count: count)) }

    func end(_ number: Int) { ends.withLock { $0[number] += 1 } }

    func end(_ number: Int, _ error: any Error) {
      // A worker that was killed at any moment has left nothing that it could not have written.
      if (error as? PoolError)?.code != .workerDied || "\(error)".contains("wrote to memory") {
        Issue.record("task \(number): \(error)")
      }
      lost.add(1, ordering: .relaxed)
      end(number)
    }

    var lostCount: Int { lost.load(ordering: .relaxed) }
    var misjudged: [Int] { ends.withLock { ends in ends.indices.filter { ends[$0] != 1 } } }
  }

  /// Kills a worker every few milliseconds until it is told to stop; returns how many.
  ///
  /// One that is being replaced counts as killed, so that new ones live long enough to be ready.
  private func kill(workersOf pool: ProcessPool, until isOver: borrowing Atomic<Bool>) -> Int {
    var count = 0
    while !isOver.load(ordering: .relaxed) {
      MonotonicTime.sleep(nanoseconds: .random(in: 2_000_000...14_000_000))
      if let pid = pool.statistics.workers.randomElement()?.pid, SignalNumber.send(SignalNumber.kill, to: pid) {
        count += 1
      }
    }
    return count
  }

  @Test(
    "every task ends once while workers are killed at random, and the pool is whole afterwards",
    .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func kills(_ kind: StartMethod) throws {
    let count = 100_000
    let pool = try kind.make(4) { $0.restartBudget = .max }
    let account = Account(count)
    let isOver = Over()
    let killer = try ThreadPool(.init(threads: 1))
    let kills = try killer.applyAsync { kill(workersOf: pool, until: isOver.flag) }
    for number in 0..<count {
      if number % 100 == 50 {
        try pool.applyAsync(
          Echo<[UInt8]>.self, [UInt8](repeating: 1, count: number * 3),
          callback: { _ in account.end(number) }, errorCallback: { account.end(number, $0) })
      } else {
        try pool.applyAsync(
          Outer.Nested.self, number,
          callback: { account.end($0 - 1) }, errorCallback: { account.end(number, $0) })
      }
      // Now and then the submitter waits itself, as a consumer of replies.
      if number % 500 == 0 { _ = try? pool.run(.double(number)) }
    }
    // The kills go on until the last task has ended.
    eventually(within: .seconds(90)) { account.misjudged.isEmpty }
    isOver.flag.store(true, ordering: .relaxed)
    #expect(try kills.get() > 20)
    #expect(account.lostCount < count / 4)
    try pool.awaitReady()
    #expect(pool.workerIdentifiers.count == 4)
    #expect(try pool.runOnEachWorker(Outer.Nested.self, 1) == [2, 2, 2, 2])
    killer.close()
    try killer.join()
    try pool.closeAndJoin()
    #expect(account.misjudged.isEmpty)
  }

  @Test("100,000 submissions from one thread all end", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func manySubmissions(_ kind: StartMethod) throws {
    let count = 100_000
    let pool = try kind.make(2)
    let results = try (0..<count).map { try pool.applyAsync(Outer.Nested.self, $0) }
    let sum = try results.reduce(0) { $0 + (try $1.get()) }
    #expect(sum == count * (count + 1) / 2)
    try pool.closeAndJoin()
  }

  private final class Over: Sendable {
    let flag = Atomic(false)
  }
}

import Synchronization
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// A call that throws leaves the pool as if it had not been made, and what it learned on the way is acted upon.
@Suite("Refusal loses nothing", .serialized)
struct RefusalTests {
  private struct RefusedForEver: Error {}

  /// Submits until the task is accepted; returns how often it was refused.
  @discardableResult
  private func insist(_ submit: () throws -> Void) throws -> Int {
    let deadline = MonotonicTime.now() + 20_000_000_000
    var refusals = 0
    while MonotonicTime.now() < deadline {
      do {
        try submit()
        return refusals
      } catch let error as PoolError where error.code == .queueFull {
        refusals += 1
      }
    }
    throw RefusedForEver()
  }

  private func submitAll(_ count: Int, to pool: any PoolUnderTest, before: (Int) throws -> Void) throws {
    var results: [AsyncResult<Int>] = []
    var refusals = 0
    for number in 0..<count {
      try before(number)
      refusals += try insist { results.append(try pool.submit(.double(number))) }
    }
    #expect(refusals > 0)
    for (number, result) in results.enumerated() { #expect(try result.get(timeout: .seconds(20)) == 2 * number) }
    pool.close()
    try pool.join(timeout: .seconds(20))
  }

  @Test(
    "a full queue and a pool that is resized: every accepted task ends", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func resized(_ kind: PoolKind) throws {
    for _ in 0..<4 {
      let pool = try kind.make(2, queueLimit: 0, whenQueueIsFull: .fail)
      try submitAll(400, to: pool) { number in
        if number == 50 { try pool.resize(to: 1) }
        if number == 200 { try pool.resize(to: 2) }
      }
    }
  }

  @Test(
    "a full queue of a busy pool, whose tasks gather: every accepted task ends", .timeLimit(.minutes(20)),
    arguments: PoolKind.allCases)
  func gathering(_ kind: PoolKind) throws {
    let pool = try kind.make(2, queueLimit: 128, whenQueueIsFull: .fail)
    let submitters = try (0..<4).map { _ in
      try UnitThread.start {
        var results: [AsyncResult<Int>] = []
        for number in 0..<10_000 { try insist { results.append(try pool.submit(.double(number))) } }
        return try results.enumerated().allSatisfy { try $1.get(timeout: .seconds(20)) == 2 * $0 }
      }
    }
    for submitter in submitters { #expect(try submitter.collect().output) }
    try pool.closeAndJoin()
  }

  @Test("room that a withdrawn task does not take goes to the next submitter", .timeLimit(.minutes(20)))
  func roomIsPassedOn() throws {
    let pool = try ProcessPool(StartMethod.spawn.configuration(1) { $0.queueLimit = 0 })
    let gate = try Gate()
    let running = try pool.start(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let function = try pool.core.register(RunJob.self)
    let tasks = try (0..<2).map { number in
      let task = function.taskType.init(function, callbacks: nil)
      try task.setInput(.double(number), function.input, limit: .max)
      return task
    }
    let submitters = try tasks.enumerated().map { index, task in
      let submitter = try UnitThread.start { _ = try pool.core.submit(task) }
      eventually { pool.core.locked { _ in pool.core.waitingSubmitters.count } == index + 1 }
      return submitter
    }
    pool.core.withdraw([tasks[0]])
    arrival.release()
    #expect(try running.get() == 0)
    #expect(try tasks[1].get(timeout: .seconds(20)) == 2)
    for submitter in submitters { _ = try submitter.collect() }
    try pool.closeAndJoin()
  }

  @Test(
    "submitters that are refused, resize and cancel at random: every accepted task ends once", .timeLimit(.minutes(12)),
    arguments: PoolKind.allCases)
  func random(_ kind: PoolKind) throws {
    let end = MonotonicTime.now() + (LongTests.areWanted ? 200_000_000_000 : 1_000_000_000)
    var seed: UInt64 = 1
    repeat {
      try round(kind, seed)
      seed += 1
    } while MonotonicTime.now() < end
  }

  private func round(_ kind: PoolKind, _ seed: UInt64) throws {
    let limit = [0, 1, 5, 64, 200][Int(seed % 5)]
    let pool = try kind.make(1 + Int(seed % 3), queueLimit: limit, whenQueueIsFull: .fail)
    let ends = Counter()
    let users = try (0..<4).map { user in
      try UnitThread.start { try Self.use(pool, SeededGenerator(seed: seed * 4 + user), ends) }
    }
    let accepted = try users.map { try $0.collect().output }.reduce(0, +)
    pool.close()
    try pool.join(timeout: .seconds(60))
    #expect(ends.count.load(ordering: .relaxed) == accepted, "seed \(seed)")
  }

  /// Submits tasks whose ends are counted; returns how many were accepted.
  private static func use(_ pool: any PoolUnderTest, _ random: SeededGenerator, _ ends: Counter) throws -> Int {
    var random = random
    var accepted = 0
    var last: [AsyncResult<Int>] = []
    for number in 0..<400 {
      switch Int.random(in: 0..<100, using: &random) {
      case 0: try pool.resize(to: Int.random(in: 1...3, using: &random))
      case 1..<5: last.randomElement(using: &random)?.cancel()
      case 5..<10: _ = try? last.last?.get(timeout: .seconds(60))
      default:
        let count: @Sendable () -> Void = { ends.count.add(1, ordering: .relaxed) }
        do {
          last.append(try pool.submit(.double(number), callback: { _ in count() }, errorCallback: { _ in count() }))
          accepted += 1
        } catch let error as PoolError where error.code == .queueFull {}
        if last.count > 8 { last.removeFirst() }
      }
    }
    return accepted
  }
}

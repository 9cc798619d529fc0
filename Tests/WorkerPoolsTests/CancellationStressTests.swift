import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// Swift tasks that submit, are refused and are cancelled at random.
@Suite("Cancellation under stress", .serialized, .onOwnThreads)
struct CancellationStressTests {
  @Test(
    "every accepted task ends once, and the pool is idle at the end", .timeLimit(.minutes(12)),
    arguments: PoolKind.allCases, [0, 1, 5, nil])
  func random(_ kind: PoolKind, queueLimit: Int?) async throws {
    let end = ContinuousClock.now + (LongTests.areWanted ? .seconds(60) : .milliseconds(300))
    var seed: UInt64 = 0
    repeat {
      seed += 1
      try await round(kind, queueLimit, seed)
    } while ContinuousClock.now < end
  }

  private func round(_ kind: PoolKind, _ queueLimit: Int?, _ seed: UInt64) async throws {
    let pool = try kind.make(
      1 + Int(seed % 3), queueLimit: queueLimit, whenQueueIsFull: seed.isMultiple(of: 2) ? .wait : .fail)
    let ends = Counter()
    let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
      for user in 0..<8 {
        group.addTask {
          var user = User(pool, ends, SeededGenerator(seed: seed * 8 + UInt64(user)))
          return try await user.run()
        }
      }
      return try await group.reduce(0, +)
    }
    try await pool.waitUntilIdle(timeout: .seconds(30))
    #expect(pool.queuedCount() == 0 && pool.roomWaiterCount == 0, "seed \(seed)")
    // A place is given back a moment after the end is told.
    try await comesTrue { pool.takenPlaces == 0 }
    try await pool.closeAndAwaitEnd()
    #expect(ends.value == accepted, "seed \(seed)")
  }

  /// One that uses the pool, and has others do so whom it cancels.
  private struct User {
    private let pool: any PoolUnderTest
    private let ends: Counter
    private var random: SeededGenerator
    private var last: [AsyncResult<Int>] = []
    private var accepted = 0

    init(_ pool: any PoolUnderTest, _ ends: Counter, _ random: SeededGenerator) {
      (self.pool, self.ends, self.random) = (pool, ends, random)
    }

    /// Returns how many tasks were accepted whose ends are counted.
    mutating func run() async throws -> Int {
      for number in 0..<40 {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: last.randomElement(using: &random)?.cancel()
        case 1..<4: try await submit(number)
        case 4..<7:
          await cancelled { [pool] in
            let output = try await pool.runAsynchronously(.double(number))
            #expect(output == number * 2)
          }
        case 7..<9:
          await cancelled { [pool] in
            let outputs = try await pool.mapAsynchronously((0..<20).map { .double($0) }, chunkSize: 3)
            #expect(outputs == (0..<20).map { $0 * 2 })
          }
        default:
          await cancelled { [pool] in
            var count = 0
            for try await output in try pool.lazyMap((0..<20).map { .double($0) }) {
              #expect(output == count * 2)
              count += 1
            }
            #expect(count == 20)
          }
        }
      }
      return accepted
    }

    /// From a thread of its own: it may wait for room.
    private mutating func submit(_ number: Int) async throws {
      let count: @Sendable () -> Void = { [ends] in _ = ends.next() }
      do {
        let result = try await BlockingCall.run { [pool] in
          try pool.submit(.double(number), callback: { _ in count() }, errorCallback: { _ in count() })
        }
        last = last.suffix(5) + [result]
        accepted += 1
      } catch let error as PoolError where error.code == .queueFull {}
    }

    /// Runs `body` in a task of its own, which is cancelled after a while, or not.
    private mutating func cancelled(_ body: @escaping @Sendable () async throws -> Void) async {
      let task = background(body)
      let pauses = Int.random(in: 0..<12, using: &random)
      if pauses < 8 {
        for _ in 0..<pauses { await Task.yield() }
        task.cancel()
      }
      do {
        try await task.value
      } catch {
        let isExpected = error is CancellationError || (error as? PoolError)?.code == .queueFull
        #expect(isExpected, "\(error)")
      }
    }
  }
}

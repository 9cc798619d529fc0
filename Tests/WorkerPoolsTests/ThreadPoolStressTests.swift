import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// Everything at once, at random: nothing is lost, nothing hangs.
@Suite("Thread pool under stress", .serialized)
struct ThreadPoolStressTests {
  @Test("8 submitters, resizing and terminating at random lose no task", .timeLimit(.minutes(12)))
  func random() throws {
    let end = MonotonicTime.now() + (LongTests.areWanted ? 600_000_000_000 : 3_000_000_000)
    var seed: UInt64 = 1
    while MonotonicTime.now() < end {
      try round(seed)
      seed += 1
    }
  }

  private func round(_ seed: UInt64) throws {
    var configuration = ThreadPool.Configuration(threads: 1 + Int(seed % 4))
    if seed % 3 == 0 { configuration.queueLimit = Int(seed % 7) }
    let pool = try ThreadPool(configuration)
    let users = try ThreadPool(.init(threads: 8))
    let ends = Counter()
    let accepted = try (0..<8).map { user in
      try users.applyAsync { try Self.use(pool, Dice(seed &* 8 &+ UInt64(user)), ends) }
    }
    let total = try accepted.map { try $0.get(timeout: .seconds(60)) }.reduce(0, +)
    pool.close()
    try pool.join(timeout: .seconds(60))
    #expect(ends.count.load(ordering: .relaxed) == total, "seed \(seed)")
    try users.closeAndJoin()
  }

  /// Submits tasks whose ends are counted; returns how many were accepted.
  private static func use(_ pool: ThreadPool, _ dice: Dice, _ ends: Counter) throws -> Int {
    var dice = dice
    var accepted = 0
    var results: [AsyncResult<Int>] = []
    do {
      for number in 0..<300 {
        switch dice.roll(200) {
        case 0: try pool.resize(to: 1 + dice.roll(5))
        case 1 where number > 200: pool.terminate()
        case 2..<10: results.randomElement()?.cancel()
        case 10..<20: _ = try pool.map(0..<20) { $0 }
        case 20..<30: _ = try results.last?.get(timeout: .seconds(30))
        case 30..<40:
          _ = try pool.apply { try pool.applyAsync { 1 }.get() + 1 }
        case 40..<42: try pool.waitUntilIdle(timeout: .seconds(30))
        case 42..<50:
          let map = try pool.mapAsync(
            0..<20, chunkSize: 3, callback: { _ in ends.count.add(1, ordering: .relaxed) },
            errorCallback: { _ in ends.count.add(1, ordering: .relaxed) }
          ) { $0 }
          accepted += 1
          if dice.roll(2) == 0 { map.cancel() }
        default:
          let count: @Sendable () -> Void = { ends.count.add(1, ordering: .relaxed) }
          results.append(
            try pool.applyAsync(callback: { _ in count() }, errorCallback: { _ in count() }) { number })
          accepted += 1
        }
      }
    } catch let error as PoolError where [.terminated, .cancelled].contains(error.code) {}
    return accepted
  }
}

/// Numbers that look random and follow from a seed.
private struct Dice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func roll(_ sides: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(sides))
  }
}

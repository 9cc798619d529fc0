import Testing
import WorkerPools
import WorkerPoolsPosix

/// One stray store into what a worker shares with its host, while the worker sleeps.
@Suite("A word that was changed while its worker slept", .serialized)
struct LateStoreTests {
  @Test(
    "keeps no task from its end, and no pool from its", .timeLimit(.minutes(20)), arguments: StartMethod.allCases,
    LateStore.Place.allCases)
  func oneStore(_ kind: StartMethod, _ place: LateStore.Place) throws {
    for value in LateStore.Value.allCases {
      for (workers, isLarge) in [(1, false), (1, true), (2, false)] {
        try expectEnds(kind, workers, place, value, firstIsLarge: isLarge)
      }
    }
  }

  private func expectEnds(
    _ kind: StartMethod, _ workers: Int, _ place: LateStore.Place, _ value: LateStore.Value,
    firstIsLarge: Bool
  ) throws {
    let pool = try kind.make(workers)
    // A region has room for one of these: the next one needs to know that the last one was read.
    let payload = [UInt8](repeating: 7, count: firstIsLarge ? 5_000_000 : 8)
    #expect(try pool.apply(Echo<[UInt8]>.self, payload) == payload)
    let gate = try Gate()
    #expect(try pool.apply(LateStore.self, .init(place: place, value: value, port: gate.port)) == 0)
    try gate.nextArrival().releaseAndWait()
    let name: Comment = "\(place), \(value), \(workers) workers, large first: \(firstIsLarge)"
    // The first one alone: others behind it would have the host set some of the words right.
    expectEnd(try pool.applyAsync(Echo<[UInt8]>.self, payload), payload, name)
    let others = try (0..<3).map { try pool.start(.double($0)) }
    for (number, result) in others.enumerated() { expectEnd(result, 2 * number, name) }
    // Without a time limit, a pool that is closed ends all the same.
    pool.close()
    #expect(throws: Never.self, name) { try pool.join(timeout: .seconds(10)) }
    pool.terminate()
    try? pool.join(timeout: .seconds(10))
  }

  private func expectEnd<Value: Equatable & Sendable>(_ result: AsyncResult<Value>, _ value: Value, _ name: Comment) {
    guard result.wait(timeout: .seconds(10)) else {
      Issue.record("a task does not end: \(name)")
      return
    }
    do {
      #expect(try result.get() == value, name)
    } catch {
      #expect((error as? PoolError)?.code == .workerDied, "\(error), \(name)")
    }
  }
}

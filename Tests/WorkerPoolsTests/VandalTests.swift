import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a pool promises whatever a task does to what its worker shares with the host, for each start method.
@Suite("A task that spoils what its worker shares with its host", .serialized)
struct VandalTests {
  @Test(
    "costs what its worker holds and nothing else", .timeLimit(.minutes(20)), arguments: StartMethod.allCases,
    Vandal.Way.allCases)
  func vandal(_ kind: StartMethod, _ way: Vandal.Way) throws {
    let pool = try kind.make(2) { $0.restartBudget = 1000 }
    let gate = try Gate()
    let other = try pool.start(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    for _ in 0..<3 {
      let vandal = try pool.applyAsync(Vandal.self, way)
      let numbers = try (0..<20).map { try pool.start(.double($0)) }
      let payload = [UInt8](repeating: 7, count: 100_000)
      let large = try pool.applyAsync(Echo<[UInt8]>.self, payload)
      expectEnd(vandal, 0, way)
      for (number, result) in numbers.enumerated() { expectEnd(result, 2 * number, way) }
      expectEnd(large, payload, way)
    }
    #expect(!other.isReady)
    arrival.release()
    #expect(try other.get(timeout: .seconds(20)) == 0)
    eventually { pool.workerIdentifiers.count == 2 }
    eventually { (try? pool.run(.double(4))) == 8 }
    pool.close()
    try pool.join(timeout: .seconds(20))
  }

  /// The task ends: with that value, or because it was lost with its worker, or with what another task made of its value.
  private func expectEnd<Value: Equatable & Sendable>(
    _ result: AsyncResult<Value>, _ value: Value, _ way: Vandal.Way
  ) {
    #expect(result.wait(timeout: .seconds(20)))
    if way.changesValues { return }
    do {
      #expect(try result.get() == value)
    } catch {
      #expect((error as? PoolError)?.code == .workerDied, "\(error)")
    }
  }
}

import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// The host's side of the task path, driven by a worker that does not keep to the protocol.
@Suite("A worker that writes anything anywhere", .serialized)
struct HostileWorkerTests {
  @Test(
    "traps nothing, harms no other worker's task, and every task ends once", .timeLimit(.minutes(30)),
    arguments: [false, true])
  func fuzz(isRacing: Bool) throws {
    let rounds = LongTests.areWanted ? 500_000 : 1500
    let roundsPerWorld = 250
    for seed in 0..<UInt64(rounds / roundsPerWorld) {
      let world = try HostileWorld(seed: seed, isRacing: isRacing)
      for _ in 0..<roundsPerWorld { try world.step() }
      try world.finish()
      let ends = world.tasks.map(\.ends)
      #expect(ends.allSatisfy { $0 == 1 }, "seed \(seed): \(ends)")
      let touched = world.tasks.filter { !$0.isUntouched }.map {
        "\($0.input.count) bytes: " + ($0.failure ?? "\($0.output?.count ?? -1) other bytes")
      }
      #expect(touched == [], "seed \(seed)")
      #expect(world.isWhole, "seed \(seed)")
      world.close()
    }
  }
}

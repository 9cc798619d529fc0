import Testing

@testable import WorkerPools

/// What the dispatcher does when it is rung.
@Suite("The bell")
struct BellTests {
  /// The worker turned the word after its reply had been read and the word announced again, as one that lost the processor
  /// between its two steps does.
  @Test("that rings late, for a reply that was read, is armed anew", .timeLimit(.minutes(20)))
  func lateRing() throws {
    let pool = try ProcessPool(.init(workers: 1))
    try pool.awaitReady()
    let path = try #require(pool.core.worker(0)).path
    eventually { path.isAnnounced }
    pool.core.locked { _ in path.announceAwake() }
    pool.core.bell.raise()
    eventually { path.isAnnounced }
    pool.close()
    try pool.join()
  }
}

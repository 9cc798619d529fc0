internal import WorkerPoolsPosix

/// What a pool's dispatcher shows to the other threads of the host.
final class PoolBoard: Sendable {
  struct Facts: Sendable {
    /// The processes that live, by slot; 0 for none.
    var pids: [Int32]
    var readyCount = 0
    /// From each spawn call to the worker's first own instruction, in nanoseconds.
    var spawnSamples: [Int] = []
    /// From each order to end to the worker's collection, in nanoseconds.
    var reapSamples: [Int] = []
    /// Why the pool cannot become ready any more.
    var failure: PoolError?
  }

  private let facts: ConditionLock<Facts>

  init(workers: Int) { facts = ConditionLock(Facts(pids: Array(repeating: 0, count: workers))) }

  var current: Facts { facts.withLock { $0 } }

  func change(_ change: (inout Facts) -> Void) {
    facts.withLock(change)
    facts.broadcast()
  }

  /// Blocks until all workers are ready at the same time; throws where that cannot happen any more.
  func awaitReady() throws {
    let failure = facts.waiting(while: { $0.failure == nil && $0.readyCount < $0.pids.count }) { $0.failure }
    if let error = failure ?? nil { throw error }
  }
}

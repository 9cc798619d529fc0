import BenchModel
import BenchStrategies
import BenchWorkloads
import WorkerPoolsPosix

/// Single tasks back to back, and then a few after a pause each: the latency of a strategy with nothing else to do.
struct RoundTripPhase {
  private(set) var busyNs: [Int] = []
  private(set) var idleNs: [Int] = []

  private let strategy: any Strategy
  private let spec: RepetitionSpec
  private let batch: TaskBatch
  private var next = 0

  init(_ strategy: any Strategy, _ workload: any Workload, _ spec: RepetitionSpec) {
    self.strategy = strategy
    self.spec = spec
    let count = max(1, spec.roundtripMaxN + spec.roundtripIdleN)
    // Two clock reads around each trip are enough; the tasks themselves are not stamped, but for the first.
    batch = TaskBatch(of: workload, count: count, stampEvery: count, keeping: 0)
    busyNs.reserveCapacity(spec.roundtripMaxN)
  }

  mutating func run() throws {
    let deadline = MonotonicTime.now() + spec.roundtripMaxNs
    while busyNs.count < spec.roundtripMaxN {
      busyNs.append(try trip())
      if MonotonicTime.now() >= deadline { break }
    }
    for _ in 0..<spec.roundtripIdleN {
      MonotonicTime.sleep(nanoseconds: spec.roundtripIdlePauseNs)
      idleNs.append(try trip())
    }
  }

  /// Whether each trip gave its value, once.
  var verdict: BatchVerdict { batch.verdict(ofFirst: next, outside: nil) }

  private mutating func trip() throws -> Int {
    let begin = MonotonicTime.now()
    try strategy.run(next, of: batch)
    let end = MonotonicTime.now()
    next += 1
    return end - begin
  }
}

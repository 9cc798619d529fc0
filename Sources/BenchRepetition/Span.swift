import BenchStrategies
import WorkerPoolsPosix

/// What a stretch of the repetition cost: its time, and the resources of this process and of its units.
struct Span {
  let begin: Int
  let end: Int
  let own: ResourceUsage
  /// What the units outside this process did in the meantime, or `nil` where there are none.
  let outside: UnitTotals?

  var durationNs: Int { end - begin }

  /// The resources of this process and of its units together.
  var usage: ResourceUsage { own + (outside?.usage ?? .zero) }

  /// Runs `body` and takes the differences around it; the units' counters are read outside the timed stretch.
  static func around(
    totals: () throws -> UnitTotals?, from before: UnitTotals?, _ body: () throws -> Void
  ) rethrows -> Span {
    let ownBefore = ResourceUsage.current(.process)
    let begin = MonotonicTime.now()
    try body()
    let end = MonotonicTime.now()
    let own = ResourceUsage.current(.process) - ownBefore
    let after = try totals()
    return Span(begin: begin, end: end, own: own, outside: after.map { $0 - (before ?? UnitTotals()) })
  }
}

extension ResourceUsage {
  /// User and system time together.
  var cpuNs: Int { userNs + systemNs }
}

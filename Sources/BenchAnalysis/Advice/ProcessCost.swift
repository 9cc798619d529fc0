import BenchModel
package import BenchStatistics

/// What a process for each task costs beside the task's own work, in an arm that makes one.
package struct ProcessCost: Hashable, Sendable {
  /// The share of a task's time up to which a process of its own counts as affordable.
  package static let affordableShare = 0.1

  package let label: String
  /// What it costs over the time of a task alone, in the cells around the question.
  package let shares: [Share]
  /// From which duration on it costs less than `affordableShare`.
  package let affordable: Crossover

  package struct Share: Hashable, Sendable {
    package let durationNs: Int
    package let median: Double
    package let interval: ValueInterval?
  }

  /// nil if the arm makes no process for each task, or the machine has fewer cores than tasks run at once.
  init?(_ label: String, in cells: [CellResults], of sweep: DurationSweep) {
    guard cells.allSatisfy({ $0.arm(label)?.makesProcessPerTask == true }),
      let cores = sweep.results.identity.coresWidth, sweep.width <= cores
    else { return nil }
    let gains = SweptGains(sweep: sweep, label: label)
    let width = Double(sweep.width)
    // A unit that does 1/width of the throughput is busy so many times as long as the task alone takes.
    shares = cells.compactMap { cell in
      guard let duration = cell.durationNs, let ratio = gains.ratio(in: cell) else { return nil }
      let interval = ratio.interval.map {
        ValueInterval(low: width / $0.high - 1, high: width / $0.low - 1, level: $0.level)
      }
      return Share(durationNs: duration, median: width / ratio.median - 1, interval: interval)
    }
    guard shares.count == cells.count else { return nil }
    self.label = label
    affordable = gains.crossover(factor: width / (1 + Self.affordableShare))
  }

  /// Whether each of the shares lies below the affordable one, or each above; nil where an interval has both sides.
  package var isAffordable: Bool? {
    let intervals = shares.compactMap(\.interval)
    guard intervals.count == shares.count else { return nil }
    if intervals.allSatisfy({ $0.high <= Self.affordableShare }) { return true }
    return intervals.allSatisfy { $0.low > Self.affordableShare } ? false : nil
  }
}

extension ArmResults {
  /// Whether every batch made at least as many processes as it has tasks.
  var makesProcessPerTask: Bool {
    !judged.isEmpty && judged.allSatisfy { ($0.processesSpawnedN ?? 0) >= $0.tasksN && $0.tasksN > 0 }
  }
}

package import BenchModel
package import BenchStatistics

/// One metric of one arm in one cell, run by run.
package struct HistorySeries: Sendable {
  package struct Key: Hashable, Sendable {
    package let metric: Metric
    package let cell: Cell
    package let arm: String
  }

  /// What one run says.
  package struct Point: Sendable {
    /// The run's row as it was measured.
    package let row: SummaryRow
    package let host: RunHistory.Host
    /// Whether the point before was measured on another machine, or may have been.
    package let isOtherHost: Bool
    package let taskIterationsN: Int?
    /// What the values are multiplied by, so that they stand for the work of the first point's tasks; 1 if theirs is the same.
    package let workScale: Double

    package var median: Double { row.estimate.median * workScale }

    package var interval: ValueInterval? {
      row.estimate.interval.map { ValueInterval(low: $0.low * workScale, high: $0.high * workScale, level: $0.level) }
    }
  }

  package let key: Key
  /// One point for each run that has measured it.
  package let points: [Point]

  init(_ key: Key, runs: [RunResults], hosts: [RunHistory.Host]) {
    self.key = key
    var points: [Point] = []
    for (run, host) in zip(runs, hosts) {
      guard let row = run.summary(key.metric.name, of: key.arm, in: key.cell) else { continue }
      let iterations = run.cells.first { $0.cell == key.cell }?.arm(key.arm)?.taskIterationsN
      let reference = points.first.map(\.taskIterationsN) ?? iterations
      points.append(
        Point(
          row: row, host: host, isOtherHost: points.last.map { $0.host != host || host.hostId == nil } ?? false,
          taskIterationsN: iterations,
          workScale: WorkScaling.factor(key.metric, iterations: iterations, reference: reference)))
    }
    self.points = points
  }
}

package import BenchModel
package import BenchResults
package import BenchStatistics

/// How the rounds of one row spread.
package struct Spread: Hashable, Sendable {
  package var minimum: Double
  package var maximum: Double
  package var medianAbsoluteDeviation: Double
  package var coefficientOfVariationPercent: Double?
  package var outliers: Int
}

/// A row of summary.csv: one metric of one arm in one cell.
package struct SummaryRow: Hashable, Sendable {
  package var runId: String
  package var startedAt: String?
  package var hostId: String?
  package var cpuModel: String?
  package var cell: Cell
  package var arm: String
  package var strategy: String?
  package var startMethod: String?
  package var allocator: String?
  package var commit: String?
  package var metric: Metric

  package var rounds: Int
  package var disturbed: Int
  /// The number of samples of a pooled percentile.
  package var pooled: Int?
  package var median: Double
  package var interval: ValueInterval?
  package var spread: Spread?

  package var baselineArm: String
  package var ratio: Double?
  package var ratioInterval: ClosedRange<Double>?
  package var verdict: Verdict?
  package var isStable: Bool
}

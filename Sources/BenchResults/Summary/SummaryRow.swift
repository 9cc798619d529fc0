package import BenchModel
package import BenchStatistics

/// What a ratio's interval says of an arm against the baseline.
package enum Verdict: String, CaseIterable, Sendable {
  case baseline
  /// The whole interval lies on the better side of 1.
  case faster
  /// The whole interval lies on the worse side of 1.
  case slower
  /// The interval contains 1 and lies within 5 % of it: no difference that matters is left.
  case same
  /// The interval contains 1 and is wider than that.
  case undecided

  /// Judges an interval of arm / baseline.
  ///
  /// - Parameters:
  ///   - interval: the ratio's interval at the level for all comparisons of the cell.
  ///   - direction: which way the metric is better.
  package init(interval: ClosedRange<Double>, direction: Direction) {
    if interval.lowerBound > 1 {
      self = direction == .higher ? .faster : .slower
    } else if interval.upperBound < 1 {
      self = direction == .higher ? .slower : .faster
    } else {
      self = interval.lowerBound >= 1 / 1.05 && interval.upperBound <= 1.05 ? .same : .undecided
    }
  }
}

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

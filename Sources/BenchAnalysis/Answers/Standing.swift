package import BenchModel
package import BenchResults
package import BenchStatistics

/// Where an arm stands among those that are ranked with it.
package struct Standing: Hashable, Sendable {
  package let label: String
  /// Whether the other arms of the run are compared with this one.
  package let isBaseline: Bool
  /// The row of the summary: the arm's median, and its ratio to the baseline.
  package let summary: SummaryRow
  /// The arm against the one with the best median, round by round; nil for that one itself.
  package let againstTop: Comparison?

  /// Whether the rounds carry that the arm is worse than the one with the best median.
  package var isBehind: Bool { againstTop?.verdict == .worse }

  /// By which share, at most, the arm is behind the one with the best median, such as 0.03; nil if no interval says it.
  ///
  /// It is the far end of the interval of their ratio: at most so much less where more is better, so much more where less is.
  package var largestGap: Double? {
    guard let interval = againstTop?.interval else { return nil }
    let gap = summary.metric.direction == .higher ? 1 - interval.low : interval.high - 1
    return max(0, gap)
  }
}

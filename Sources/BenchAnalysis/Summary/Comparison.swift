package import BenchModel
package import BenchResults
package import BenchStatistics

/// An arm against another one, by one metric.
package struct Comparison: Hashable, Sendable {
  /// The median of the arm's value over the other's in the same round; nil if there is none.
  package private(set) var ratio: Double?
  /// The interval of the ratio; nil if there are too few rounds, or values of single rounds are missing.
  package private(set) var interval: ValueInterval?
  /// What the interval carries; nil without one.
  package private(set) var verdict: Verdict?

  /// Compares round by round if both have rounds, else the two single values without an interval and a verdict.
  ///
  /// So many `comparisons` hold together but for a probability of at most `miss`.
  init(
    _ estimate: Estimate, against baseline: Estimate, by metric: Metric, comparisons: Int, miss: Double = 0.05,
    clockReadNs: Double?
  ) {
    guard !estimate.byRound.isEmpty, !baseline.byRound.isEmpty else {
      if estimate.median > 0, baseline.median > 0 { ratio = estimate.median / baseline.median }
      return
    }
    let shared = estimate.byRound.keys.filter { baseline.byRound[$0] != nil }.sorted()
    let pairs = shared.map { (value: estimate.byRound[$0] ?? 0, reference: baseline.byRound[$0] ?? 0) }
    guard let paired = PairedRatio(pairs, level: 1 - miss / Double(max(1, comparisons))) else { return }
    ratio = paired.median
    interval = paired.interval
    let rule = ComparisonRule(
      isHigherBetter: metric.direction == .higher, clockRead: metric.isTimedByTwoClockReads ? clockReadNs : nil)
    verdict = rule.outcome(paired, median: estimate.median, reference: baseline.median).map(Verdict.init)
  }
}

extension Verdict {
  init(_ outcome: ComparisonOutcome) {
    switch outcome {
    case .better: self = .better
    case .worse: self = .worse
    case .same: self = .same
    case .undecided: self = .undecided
    }
  }
}

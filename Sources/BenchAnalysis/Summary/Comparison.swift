import BenchModel
import BenchResults
import BenchStatistics

/// An arm against the baseline, by one metric.
struct Comparison {
  private(set) var ratio: Double?
  private(set) var interval: ValueInterval?
  private(set) var verdict: Verdict?

  /// Compares round by round if both have rounds, else the two single values without an interval and a verdict.
  ///
  /// So many `comparisons` hold together at 95 %.
  init(
    _ estimate: Estimate, against baseline: Estimate, by metric: Metric, comparisons: Int, clockReadNs: Double?
  ) {
    guard !estimate.byRound.isEmpty, !baseline.byRound.isEmpty else {
      if estimate.median > 0, baseline.median > 0 { ratio = estimate.median / baseline.median }
      return
    }
    let shared = estimate.byRound.keys.filter { baseline.byRound[$0] != nil }.sorted()
    let pairs = shared.map { (value: estimate.byRound[$0] ?? 0, reference: baseline.byRound[$0] ?? 0) }
    guard let paired = PairedRatio(pairs, comparisons: comparisons) else { return }
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

package import BenchModel

/// What a run says of an arm against the baseline; the column `verdict`.
package enum Verdict: String, CaseIterable, Sendable {
  /// The row is the baseline's.
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

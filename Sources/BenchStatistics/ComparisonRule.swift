/// What a ratio to a baseline says about an arm.
package enum ComparisonOutcome: Hashable, CaseIterable, Sendable {
  /// The arm is better by more than chance, more than 2 % and more than the clock.
  case better
  /// The arm is worse by more than chance, more than 2 % and more than the clock.
  case worse
  /// No difference above 5 % is left, whether the interval contains 1 or not.
  case same
  /// The rounds do not decide.
  case undecided
}

/// When a ratio of two medians counts as a difference.
package struct ComparisonRule: Hashable, Sendable {
  /// The median ratio must be off by more than this factor.
  package static let smallestFactor = 1.02
  /// An interval within this factor of 1 leaves no difference that matters.
  package static let sameFactor = 1.05
  /// The medians must differ by more than this number of clock reads if the span is timed by two of them.
  package static let clockReads = 10.0

  /// Whether larger values are better.
  package let isHigherBetter: Bool
  /// The cost of one clock read in the unit of the medians; `nil` if the value does not come from a span between two clock
  /// reads, because it is a count or a batch's time that was divided by its tasks.
  package let clockRead: Double?

  package init(isHigherBetter: Bool, clockRead: Double? = nil) {
    self.isHigherBetter = isHigherBetter
    self.clockRead = clockRead
  }

  /// Judges arm / baseline.
  ///
  /// A difference that is proven and large enough is named even if the interval lies within 5 % of 1.
  ///
  /// - Parameters:
  ///   - ratio: the paired ratio; without an interval there is no verdict.
  ///   - median: the arm's median.
  ///   - reference: the baseline's median.
  /// - Returns: the outcome, or `nil` if there were too few rounds for an interval.
  package func outcome(_ ratio: PairedRatio, median: Double, reference: Double) -> ComparisonOutcome? {
    outcome(ratio: ratio.median, ratio.interval, difference: median - reference)
  }

  /// Judges the ratio of two medians that were not measured in the same rounds, as above.
  package func outcome(_ ratio: IndependentRatio) -> ComparisonOutcome? {
    outcome(ratio: ratio.ratio, ratio.interval, difference: ratio.difference)
  }

  private func outcome(ratio: Double, _ interval: ValueInterval?, difference: Double) -> ComparisonOutcome? {
    guard let interval else { return nil }
    if !interval.contains(1), Self.isOff(ratio), isBeyondClock(difference) {
      return (ratio > 1) == isHigherBetter ? .better : .worse
    }
    return Self.isNearOne(interval) ? .same : .undecided
  }

  /// Whether a ratio is off by more than 2 %, in either direction alike.
  package static func isOff(_ ratio: Double) -> Bool { ratio > smallestFactor || ratio < 1 / smallestFactor }

  private static func isNearOne(_ interval: ValueInterval) -> Bool {
    interval.low >= 1 / sameFactor && interval.high <= sameFactor
  }

  private func isBeyondClock(_ difference: Double) -> Bool {
    guard let clockRead else { return true }
    return difference.magnitude > Self.clockReads * clockRead
  }
}

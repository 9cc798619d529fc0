/// How a quantity compares with another one that was not measured in the same rounds, as in two runs.
///
/// The estimate is the ratio of the medians. With [a1, a2] and [b1, b2], the order-statistic intervals of both medians, the
/// ratio lies in [b1 / a2, b2 / a1] unless one of the two medians lies outside its interval. That has at most the sum of both
/// probabilities (Boole's inequality), so each interval is taken at half the miss that is allowed. Nothing is assumed about
/// how the two quantities are distributed. The price is width: for like spreads the interval is about 1.4 times as wide as
/// it need be (Schenker and Gentleman, The American Statistician 55, 2001), so a word for a difference is the more certain.
package struct IndependentRatio: Hashable, Sendable {
  /// The median of the values over that of the references.
  package let ratio: Double
  /// The interval of the ratio; `nil` if a sample is too small for the level, or has an end that is not positive.
  package let interval: ValueInterval?
  /// The median of the values less that of the references.
  package let difference: Double

  /// Compares two samples; `nil` if a median is not positive.
  ///
  /// - Parameters:
  ///   - values: what is judged.
  ///   - references: what it is compared with.
  ///   - level: the probability, at least, that the interval covers the ratio; above 0 and below 1.
  package init?(_ values: Sample, over references: Sample, level: Double = 0.95) {
    guard values.median > 0, references.median > 0 else { return nil }
    ratio = values.median / references.median
    difference = values.median - references.median
    let each = 1 - (1 - level) / 2
    guard let upper = values.medianInterval(level: each), let lower = references.medianInterval(level: each),
      upper.low > 0, lower.low > 0
    else {
      interval = nil
      return
    }
    interval = ValueInterval(
      low: upper.low / lower.high, high: upper.high / lower.low, level: upper.level + lower.level - 1)
  }
}

/// Finite numbers in ascending order, at least one: what every estimate here starts from.
package struct Sample: Hashable, Sendable {
  /// The numbers, smallest first.
  package let sorted: [Double]

  /// Sorts `values`; `nil` where there is none or where one is not finite.
  package init?(_ values: some Sequence<Double>) {
    let sorted = values.sorted()
    guard !sorted.isEmpty, sorted.allSatisfy(\.isFinite) else { return nil }
    self.sorted = sorted
  }

  package var count: Int { sorted.count }
  package var minimum: Double { sorted[0] }
  package var maximum: Double { sorted[count - 1] }

  /// The middle value, or the mean of the two middle values.
  package var median: Double {
    let (low, high) = middle
    return low + (high - low) / 2
  }

  /// The middle value, or the geometric mean of the two middle values; for positive numbers only.
  ///
  /// This is exp(median(ln x)): the logarithm keeps the order, so only the mean of the two middle values differs.
  package var geometricMedian: Double {
    let (low, high) = middle
    return low == high ? low : (low * high).squareRoot()
  }

  /// The arithmetic mean.
  package var mean: Double { sorted.reduce(0, +) / Double(count) }

  /// The median distance from the median, unscaled (Hampel 1974).
  package var medianAbsoluteDeviation: Double {
    let center = median
    let deviations = sorted.map { ($0 - center).magnitude }.sorted()
    let half = deviations.count / 2
    return deviations.count.isMultiple(of: 2) ? (deviations[half - 1] + deviations[half]) / 2 : deviations[half]
  }

  /// The standard deviation (with n - 1) in percent of the mean; `nil` below two values or for a mean of zero.
  package var coefficientOfVariationPercent: Double? {
    let center = mean
    guard count > 1, center != 0 else { return nil }
    // The mean of equal values may be off by a rounding, which is no spread.
    guard minimum < maximum else { return 0 }
    let squares = sorted.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    return (squares / Double(count - 1)).squareRoot() / center.magnitude * 100
  }

  /// How many values lie more than 1.5 interquartile ranges outside the quartiles (Tukey 1977).
  ///
  /// They are counted as a warning; no estimate leaves them out.
  package var outlierCount: Int {
    let lower = quantile(0.25)
    let upper = quantile(0.75)
    let reach = 1.5 * (upper - lower)
    return sorted.count { $0 < lower - reach || $0 > upper + reach }
  }

  /// The quantile by linear interpolation at rank (n - 1)p + 1: definition 7 of Hyndman and Fan 1996.
  ///
  /// - Parameter probability: from 0 to 1.
  /// - Returns: a value between the smallest and the largest one.
  package func quantile(_ probability: Double) -> Double {
    precondition((0...1).contains(probability), "A quantile's probability lies between 0 and 1.")
    let position = probability * Double(count - 1)
    let below = Int(position)
    guard below + 1 < count else { return maximum }
    return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
  }

  private var middle: (low: Double, high: Double) {
    (sorted[(count - 1) / 2], sorted[count / 2])
  }
}

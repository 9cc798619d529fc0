/// Two ranks of a sorted sample between which the population's median lies with a known probability.
///
/// The interval holds for any continuous distribution: the number of values below the median is binomial with p = 1/2, so
/// [x(k), x(n+1-k)] covers it with probability 1 - 2 P(B <= k-1), B ~ Binomial(n, 1/2) (Conover, Practical Nonparametric
/// Statistics, section 3.2; David and Nagaraja, Order Statistics, section 7.1).
package struct OrderStatisticInterval: Hashable, Sendable {
  /// The rank of the lower end, counted from 1.
  package let lowerRank: Int
  /// The rank of the upper end, counted from 1.
  package let upperRank: Int
  /// The probability that is really reached, at least the one that was asked for; between 0 and 1.
  package let level: Double

  /// The narrowest symmetric interval for the median that covers it with at least `level`.
  ///
  /// `nil` where even [x(1), x(n)] falls short; at 95 % that is below six values.
  package init?(count: Int, level: Double) {
    guard count > 1 else { return nil }
    let weights = Self.relativeBinomialWeights(count)
    let total = weights.reduce(0, +)
    var best: (rank: Int, level: Double)?
    var tail = 0.0
    for rank in 1...(count / 2) {
      tail += weights[rank - 1]
      let covered = 1 - 2 * tail / total
      guard covered >= level else { break }
      best = (rank, covered)
    }
    guard let best else { return nil }
    lowerRank = best.rank
    upperRank = count + 1 - best.rank
    self.level = best.level
  }

  /// The binomial coefficients of `count`, divided by the middle one so that no count overflows.
  private static func relativeBinomialWeights(_ count: Int) -> [Double] {
    var weights = [Double](repeating: 1, count: count + 1)
    let middle = count / 2
    for index in stride(from: middle - 1, through: 0, by: -1) {
      weights[index] = weights[index + 1] * Double(index + 1) / Double(count - index)
    }
    for index in (middle + 1)...count { weights[index] = weights[count - index] }
    return weights
  }
}

/// An interval of values with the probability that it covers the quantity asked for.
package struct ValueInterval: Hashable, Sendable {
  package let low: Double
  package let high: Double
  /// Between 0 and 1.
  package let level: Double

  package init(low: Double, high: Double, level: Double) {
    self.low = low
    self.high = high
    self.level = level
  }

  package func contains(_ value: Double) -> Bool { low <= value && value <= high }
}

extension Sample {
  /// The interval for the population's median at `level` or a little above; `nil` where the sample is too small.
  package func medianInterval(level: Double = 0.95) -> ValueInterval? {
    guard let ranks = OrderStatisticInterval(count: count, level: level) else { return nil }
    return ValueInterval(low: sorted[ranks.lowerRank - 1], high: sorted[ranks.upperRank - 1], level: ranks.level)
  }
}

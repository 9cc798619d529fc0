/// Which Walsh average is a one-sided limit, for each number of differences up to a largest one.
///
/// Without an effect each rank 1...n carries a sign by a fair coin, so that T, the sum of the ranks with a minus, has the
/// exact distribution of subset sums. The k-th smallest Walsh average is a lower limit that is missed with P(T <= k - 1)
/// (Tukey 1949; Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, sections 3.1 to 3.3).
package struct SignedRankTable: Hashable, Sendable {
  /// A rank among the Walsh averages with the probability that the limit there holds.
  package struct Entry: Hashable, Sendable {
    /// Counted from 1, from below for a lower limit and from above for an upper one.
    package let rank: Int
    /// At least the level that was asked for; between 0 and 1.
    package let level: Double
  }

  /// The level that was asked for.
  package let level: Double
  private let entries: [Entry?]

  /// The largest number of differences that the table has.
  package var largestCount: Int { entries.count - 1 }

  /// Adds one rank after the other to the distribution, which takes about `largestCount` cubed / 6 additions.
  ///
  /// - Parameters:
  ///   - level: the one-sided level, above 0.5 and below 1.
  ///   - largestCount: at least 1; above 1,000 the probabilities would underflow.
  package init(level: Double, largestCount: Int = 100) {
    precondition(0.5 < level && level < 1, "A one-sided level lies between 0.5 and 1.")
    precondition((1...1_000).contains(largestCount), "A table has 1 to 1,000 numbers of differences.")
    self.level = level
    var probabilities = [1.0]
    var entries: [Entry?] = [nil]
    for rank in 1...largestCount {
      probabilities = Self.adding(rank, to: probabilities)
      entries.append(Self.entry(probabilities, level: level))
    }
    self.entries = entries
  }

  /// The narrowest limit that `count` differences allow at the level, or `nil` if there are too few or more than
  /// `largestCount`.
  package subscript(count: Int) -> Entry? {
    entries.indices.contains(count) ? entries[count] : nil
  }

  /// The distribution of the sum once one more rank carries a minus with probability 1/2.
  private static func adding(_ rank: Int, to probabilities: [Double]) -> [Double] {
    var result = probabilities + [Double](repeating: 0, count: rank)
    for sum in probabilities.indices { result[sum] = probabilities[sum] / 2 }
    for sum in probabilities.indices { result[sum + rank] += probabilities[sum] / 2 }
    return result
  }

  private static func entry(_ probabilities: [Double], level: Double) -> Entry? {
    var missed = 0.0
    var best: Entry?
    for (sum, probability) in probabilities.enumerated() {
      missed += probability
      // The margin is that of the sum's rounding: 1/128 must count as reaching 1 - 1/128.
      guard missed <= (1 - level) * (1 + 1e-12) else { break }
      best = Entry(rank: sum + 1, level: 1 - missed)
    }
    return best
  }
}

/// The shift of paired differences, estimated and limited by signed ranks.
///
/// The Walsh averages are the means of all pairs of differences, each with itself included: n (n + 1) / 2 numbers. Their
/// median is the estimate of Hodges and Lehmann (1963); the k-th from either end is an exact one-sided limit if the
/// differences are symmetric around the shift, as the logarithms of ratios of two like quantities are.
package struct SignedRank: Hashable, Sendable {
  /// How many differences there are.
  package let count: Int
  /// Smallest first.
  package let walshAverages: [Double]

  /// Forms all averages; `nil` if there is no difference or one that is not finite.
  package init?(_ differences: [Double]) {
    guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
    count = differences.count
    var averages: [Double] = []
    averages.reserveCapacity(count * (count + 1) / 2)
    for (index, first) in differences.enumerated() {
      for second in differences[index...] { averages.append((first + second) / 2) }
    }
    walshAverages = averages.sorted()
  }

  /// The median of the Walsh averages.
  package var estimate: Double {
    let last = walshAverages.count - 1
    return (walshAverages[last / 2] + walshAverages[(last + 1) / 2]) / 2
  }

  /// The limit above which the shift lies at the table's level, or `nil` if there are too few differences for it.
  package func lowerLimit(_ table: SignedRankTable) -> OneSidedLimit? {
    table[count].map { OneSidedLimit(value: walshAverages[$0.rank - 1], level: $0.level) }
  }

  /// The limit below which the shift lies at the table's level, or `nil` if there are too few differences for it.
  package func upperLimit(_ table: SignedRankTable) -> OneSidedLimit? {
    table[count].map { OneSidedLimit(value: walshAverages[walshAverages.count - $0.rank], level: $0.level) }
  }
}

/// A bound of a quantity with the probability that it holds.
package struct OneSidedLimit: Hashable, Sendable {
  package let value: Double
  /// Between 0 and 1.
  package let level: Double

  package init(value: Double, level: Double) {
    self.value = value
    self.level = level
  }
}

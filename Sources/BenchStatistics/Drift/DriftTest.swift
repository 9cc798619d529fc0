/// One test a run of whether an arm's throughput drifts against the other arms of its cell.
///
/// The statistic is the largest standardised rank sum between the halves of the rounds over all series; equal ones are told
/// apart by how far the halves lie apart. The middle round of an odd number belongs to no half and is left out. Whole rounds are
/// permuted jointly, so that the dependence between the series is kept and one p value holds for all of them (Westfall and
/// Young, Resampling-Based Multiple Testing, 1993). A finding needs p <= 1 % and a change of more than 5 % between the medians
/// of the halves. If several series qualify, the one with the largest change is named.
package struct DriftTest: Hashable, Sendable {
  /// The arm and cell that drift.
  package struct Finding: Hashable, Sendable {
    /// The position in the series that were given.
    package let series: Int
    /// Median of the second half over that of the first, both against the other arms of the cell.
    package let factor: Double
    /// The share of permutations in which some series reaches this rank sum, the true order counted among them.
    package let pValue: Double
  }

  /// Below this number of rounds there is no test.
  package static let smallestRounds = 14
  /// The highest p value of a finding.
  package static let level = 0.01
  /// The factor, in either direction, that a finding exceeds.
  package static let smallestFactor = 1.05
  /// With the true order 2,000 orders: the 1 % point is the twentieth largest, known to within a quarter of itself.
  package static let permutations = 1_999

  /// What drifts, or `nil` if nothing does or if there are too few rounds.
  package let finding: Finding?

  /// Tests a run.
  ///
  /// - Parameters:
  ///   - series: all arms in all cells, each with the same number of rounds.
  ///   - seed: that of the run; the same rounds and the same seed give the same finding.
  package init(_ series: [DriftSeries], seed: UInt64) {
    let rounds = series.first?.throughputs.count ?? 0
    precondition(series.allSatisfy { $0.throughputs.count == rounds }, "All series have the same number of rounds.")
    guard rounds >= Self.smallestRounds else {
      finding = nil
      return
    }
    let halves = series.map(\.withoutMiddleRound)
    let search = DriftSearch(DriftSeries.relative(halves), rounds: rounds / 2 * 2)
    var generator = SplitMix64(seed: seed)
    finding = search.finding(generator: &generator)
  }
}

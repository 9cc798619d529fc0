/// What the rounds say about one metric of one cell, before any rule is applied.
///
/// Estimate and limits are natural logarithms of head / base, signed so that positive is worse.
package struct GateEvidence: Hashable, Sendable {
  /// How many rounds have a difference.
  package let count: Int
  /// The estimate of Hodges and Lehmann.
  package let estimate: Double
  /// The lower limit at 97.5 %; `nil` below six differences.
  package let lower: OneSidedLimit?
  /// The upper limit at 99 %; `nil` below seven differences.
  package let upper: OneSidedLimit?

  /// `nil` if there is no difference or one that is not finite.
  package init?(_ differences: [Double]) {
    guard let ranks = SignedRank(differences) else { return nil }
    count = ranks.count
    estimate = ranks.estimate
    lower = ranks.lowerLimit(Self.lowerTable)
    upper = ranks.upperLimit(Self.upperTable)
  }

  /// The estimated change as a share: 0.2 is 20 % worse.
  package var change: Double { estimate.exponential - 1 }

  /// The change as a share that is excluded: the head is not worse than this, at 99 %.
  package var excludedChange: Double? { upper.map { $0.value.exponential - 1 } }

  private static let lowerTable = SignedRankTable(level: 0.975)
  private static let upperTable = SignedRankTable(level: 0.99)
}

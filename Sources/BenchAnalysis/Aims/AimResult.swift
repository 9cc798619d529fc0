package import BenchModel
package import BenchStatistics

/// Whether a run kept an aim.
package enum AimVerdict: String, CaseIterable, Hashable, Sendable {
  /// The whole interval keeps the bound.
  case met
  /// No part of the interval keeps the bound.
  case missed
  /// The interval reaches over the bound, or there is none.
  case undecided
}

/// What a run says about an aim in one cell.
package struct AimResult: Hashable, Sendable {
  /// Why an aim has no interval.
  package enum Obstacle: Hashable, Sendable {
    /// The run has no cell that the aim selects.
    case noCell
    /// No round has good values of the aim.
    case noValues
    /// Fewer rounds than the interval needs.
    case tooFewRounds(needed: Int)
  }

  package let aim: Aim
  /// Nil if the run has no such cell.
  package let cell: Cell?
  /// The rounds with values.
  package let rounds: Int
  /// The median over the rounds, of the ratio or of the value itself.
  package let median: Double?
  package let interval: ValueInterval?
  package let verdict: AimVerdict
  package let obstacle: Obstacle?

  /// Judges the ratios, or values, of an aim's rounds.
  ///
  /// - Parameters:
  ///   - aim: the aim.
  ///   - cell: the cell that the rounds are of; nil if the run has none that the aim selects.
  ///   - pairs: value and reference by round; the reference is 1 for an aim on the value itself.
  ///   - level: the level of the interval.
  init(_ aim: Aim, cell: Cell?, pairs: [(value: Double, reference: Double)], level: Double) {
    let ratio = PairedRatio(pairs, level: level)
    self.aim = aim
    self.cell = cell
    rounds = ratio?.count ?? 0
    median = ratio?.median
    interval = ratio?.interval
    verdict = ratio?.interval.map(aim.bound.verdict) ?? .undecided
    obstacle =
      cell == nil
      ? .noCell
      : ratio == nil ? .noValues : interval == nil ? .tooFewRounds(needed: Self.fewestRounds(level: level)) : nil
  }

  /// The smallest sample whose extremes hold the median at that level: 1 - 2^(1 - n) >= level.
  private static func fewestRounds(level: Double) -> Int {
    var count = 2
    while OrderStatisticInterval(count: count, level: level) == nil, count < 64 { count += 1 }
    return count
  }
}

extension Aim.Bound {
  /// Met if the whole interval keeps the bound, missed if none of it does.
  func verdict(_ interval: ValueInterval) -> AimVerdict {
    switch self {
    case .atLeast(let bound): interval.low >= bound ? .met : interval.high < bound ? .missed : .undecided
    case .atMost(let bound): interval.high <= bound ? .met : interval.low > bound ? .missed : .undecided
    }
  }
}

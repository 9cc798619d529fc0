/// How a quantity compares with another one that was measured in the same rounds.
///
/// With D = ln(value / reference) of each pair, the estimate is exp(median D), and the interval is that of the sign test
/// turned round (Conover, section 3.4). Both ends of the interval are order statistics, and exp keeps their order, so the
/// ratios themselves are sorted and no logarithm is taken.
package struct PairedRatio: Hashable, Sendable {
  /// The ratios, smallest first.
  package let sample: Sample
  /// The interval for the median ratio; `nil` where there are too few pairs for the level.
  package let interval: ValueInterval?

  package var median: Double { sample.geometricMedian }
  package var count: Int { sample.count }

  /// Compares pair by pair; a pair with a number that is not positive has no logarithm and is left out;
  /// `nil` where no pair is left.
  ///
  /// - Parameters:
  ///   - pairs: the quantity and its reference of each round.
  ///   - comparisons: how many such comparisons are made at once; each gets the level 1 - 0.05 / comparisons (Bonferroni),
  ///     so that all their intervals hold together with at least 95 %.
  package init?(_ pairs: some Sequence<(value: Double, reference: Double)>, comparisons: Int) {
    self.init(pairs, level: 1 - 0.05 / Double(max(1, comparisons)))
  }

  /// Compares pair by pair, as above, with the interval at a given level.
  package init?(_ pairs: some Sequence<(value: Double, reference: Double)>, level: Double) {
    let ratios = pairs.filter { $0.value > 0 && $0.reference > 0 }.map { $0.value / $0.reference }
    guard let sample = Sample(ratios) else { return nil }
    self.sample = sample
    interval = sample.medianInterval(level: level)
  }
}

import BenchModel
import BenchResults
import BenchStatistics

/// How an arm's throughput compares with the baseline's along a sweep.
struct SweptGains {
  /// The probability, at most, that a single comparison claims what is not so: two modes together stay below 1 %.
  static let miss = 0.005

  let sweep: DurationSweep
  let label: String

  /// From which duration on the arm does more than `factor` times as much as the baseline.
  func crossover(factor: Double = 1) -> Crossover {
    Crossover(sweep.cells.compactMap { point(in: $0, factor: factor) })
  }

  /// The arm against the baseline in one cell; nil if one of them has no rounds there.
  func ratio(in cell: CellResults) -> PairedRatio? {
    PairedRatio(
      gains(in: cell).sorted { $0.key < $1.key }.map { (value: $0.value, reference: 1.0) }, level: 1 - Self.miss)
  }

  private func point(in cell: CellResults, factor: Double) -> CrossoverPoint? {
    let scaled = gains(in: cell).mapValues { $0 / factor }
    let pairs = scaled.sorted { $0.key < $1.key }.map { (value: $0.value, reference: 1.0) }
    guard let duration = cell.durationNs, let ratio = PairedRatio(pairs, level: 1 - Self.miss),
      let reference = Sample((cell.arm(sweep.results.baseline)?.byRound(Metric.throughput.name) ?? [:]).values)
    else { return nil }
    let rule = ComparisonRule(isHigherBetter: true)
    return CrossoverPoint(
      parameter: Double(duration), referenceCost: 1 / reference.median, gains: scaled,
      outcome: rule.outcome(ratio, median: ratio.median, reference: 1))
  }

  private func gains(in cell: CellResults) -> [Int: Double] {
    guard let arm = cell.arm(label), let baseline = cell.arm(sweep.results.baseline) else { return [:] }
    let references = baseline.byRound(Metric.throughput.name)
    var gains: [Int: Double] = [:]
    for (round, value) in arm.byRound(Metric.throughput.name) {
      guard value > 0, let reference = references[round], reference > 0 else { continue }
      gains[round] = value / reference
    }
    return gains
  }
}

import BenchModel
import BenchResults
import BenchStatistics

/// What the repetitions of one arm say about one metric.
struct Estimate {
  var rounds: Int
  /// The rounds among them that were disturbed.
  var disturbed: Set<Int>
  var pooled: Int?
  var median: Double
  var interval: ValueInterval?
  var spread: Spread?
  /// The values by round, for comparing with another arm; empty for pooled and single values.
  var byRound: [Int: Double] = [:]

  /// `nil` if the metric was not measured.
  init?(_ metric: Metric, of arm: ArmResults, efficiency: Efficiency) {
    switch MetricSource(metric: metric.name) {
    case .round: self.init(arm.byRound(metric.name), of: arm)
    case .efficiency:
      let values = arm.judged.compactMap { row in efficiency.value(of: row).map { (row.round, $0) } }
      self.init(Dictionary(values) { first, _ in first }, of: arm)
    case .pooled(let kind, let percentile): self.init(percentile, of: kind, in: arm)
    case .allocation: self.init(allocation: metric.name, of: arm)
    }
  }

  private init?(_ values: [Int: Double], of arm: ArmResults) {
    guard let sample = Sample(values.values) else { return nil }
    rounds = sample.count
    disturbed = arm.disturbedRounds.intersection(values.keys)
    median = sample.median
    interval = sample.medianInterval()
    spread = Spread(
      minimum: sample.minimum, maximum: sample.maximum, medianAbsoluteDeviation: sample.medianAbsoluteDeviation,
      coefficientOfVariationPercent: sample.coefficientOfVariationPercent, outliers: sample.outlierCount)
    byRound = values
  }

  private init?(_ percentile: Percentile, of kind: HistogramKind, in arm: ArmResults) {
    guard let pool = arm.pools[kind], let value = pool.value(at: percentile) else { return nil }
    rounds = arm.judged.count
    disturbed = arm.disturbedRounds
    pooled = pool.count
    median = Double(value)
  }

  private init?(allocation metric: String, of arm: ArmResults) {
    guard let repetition = arm.allocation, let value = repetition.values[metric] else { return nil }
    rounds = 1
    disturbed = repetition.isDisturbed ? [repetition.round] : []
    median = value
  }
}

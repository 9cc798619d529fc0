import BenchModel
import BenchResults
import BenchStatistics

/// What the repetitions of one arm say about one metric.
struct Estimate {
  var rounds: Int
  var disturbed: Int
  var pooled: Int?
  var median: Double
  var interval: ValueInterval?
  var spread: Spread?
  /// The values by round, for comparing with another arm; empty for pooled and single values.
  var byRound: [Int: Double] = [:]

  /// `nil` where the metric was not measured.
  init?(_ metric: Metric, of arm: ArmResults) {
    switch MetricSource(metric: metric.name) {
    case .round(let value): self.init(rounds: arm.judged, value: value)
    case .pooled(let measurement, let percentile): self.init(percentile, of: measurement, in: arm)
    case .allocation(let column): self.init(allocation: column, of: arm)
    }
  }

  private init?(rounds rows: [TableRow], value: (TableRow) -> Double?) {
    let measured = rows.compactMap { row in value(row).map { (row: row, value: $0) } }
    guard let sample = Sample(measured.map(\.value)) else { return nil }
    rounds = measured.count
    disturbed = measured.count { $0.row[boolean: "is_disturbed"] }
    median = sample.median
    interval = sample.medianInterval()
    spread = Spread(
      minimum: sample.minimum, maximum: sample.maximum, medianAbsoluteDeviation: sample.medianAbsoluteDeviation,
      coefficientOfVariationPercent: sample.coefficientOfVariationPercent, outliers: sample.outlierCount)
    byRound = Dictionary(measured.map { ($0.row.round, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private init?(_ percentile: Percentile, of measurement: Measurement, in arm: ArmResults) {
    guard let pool = arm.pools[measurement], let value = pool.value(at: percentile) else { return nil }
    let judged = arm.judged
    rounds = judged.count
    disturbed = judged.count { $0[boolean: "is_disturbed"] }
    pooled = pool.count
    median = Double(value)
  }

  private init?(allocation column: String, of arm: ArmResults) {
    guard let row = arm.allocation, let value = row[decimal: column],
      let perTask = MetricSource.perTask(value, row)
    else { return nil }
    rounds = 1
    disturbed = row[boolean: "is_disturbed"] ? 1 : 0
    median = perTask
  }
}

/// An arm against the baseline.
struct Comparison {
  var ratio: Double?
  var interval: ClosedRange<Double>?
  /// The factor between the halves of the run, at least 1.
  var drift: Double?

  /// Compares round by round where both have rounds, else the two single values without an interval.
  init(_ estimate: Estimate, against baseline: Estimate, comparisons: Int) {
    guard !estimate.byRound.isEmpty, !baseline.byRound.isEmpty else {
      if estimate.median > 0, baseline.median > 0 { ratio = estimate.median / baseline.median }
      return
    }
    let shared = estimate.byRound.keys.filter { baseline.byRound[$0] != nil }.sorted()
    let pairs = shared.map { (value: estimate.byRound[$0] ?? 0, reference: baseline.byRound[$0] ?? 0) }
    guard let paired = PairedRatio(pairs, comparisons: comparisons) else { return }
    ratio = paired.median
    interval = paired.interval.map { $0.low...$0.high }
    drift = PairedRatio.drift(
      ofOrdered: pairs.filter { $0.value > 0 && $0.reference > 0 }.map { $0.value / $0.reference })
  }
}

import BenchAnalysis
import BenchModel
import BenchStatistics

/// Bencher Metric Format, which bencher.dev reads by its adapter `json`.
///
/// An object of benchmarks, each an object of measures, each with `value` and the optional `lower_value` and `upper_value`
/// (https://bencher.dev/docs/reference/bencher-metric-format). A measure is named as the metric is.
enum BencherMetricFormat {
  private struct Measure: Encodable {
    let value: Double
    let lowerValue: Double?
    let upperValue: Double?
  }

  static func text(_ results: RunResults, metrics: [Metric]) throws -> String {
    var benchmarks: [String: [String: Measure]] = [:]
    for row in results.exported(metrics) {
      benchmarks[row.exportName, default: [:]][row.metric.name] = Measure(
        value: row.estimate.median.exported, lowerValue: row.estimate.interval?.low.exported,
        upperValue: row.estimate.interval?.high.exported)
    }
    return String(decoding: try SnakeCaseJSON.encode(benchmarks), as: UTF8.self)
  }
}

import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// The JSON that the GitHub action benchmark-action/github-action-benchmark reads for its custom tools.
///
/// An array of objects with `name`, `unit` and `value`, and the optional texts `range` and `extra` (the action's README,
/// "customBiggerIsBetter" and "customSmallerIsBetter"). Which way is better is told to the action, not in the file, so a file
/// holds metrics of one direction. The action reads a range that begins with the sign of plus and minus as a number.
enum GitHubActionBenchmark {
  private struct Entry: Encodable {
    let name: String
    let unit: String
    let value: Double
    let range: String?
    let extra: String
  }

  static func text(_ results: RunResults, metrics: [Metric]) throws -> String {
    if let first = metrics.first, let other = metrics.first(where: { $0.direction != first.direction }) {
      throw ExportError(
        description: "\(first.name) and \(other.name) are not better in the same direction, and the action takes one "
          + "direction for a file; export them one by one.")
    }
    let entries = results.exported(metrics).map(entry)
    return String(decoding: try SnakeCaseJSON.encode(entries), as: UTF8.self)
  }

  private static func entry(_ row: SummaryRow) -> Entry {
    Entry(
      name: "\(row.exportName) / \(row.metric.name)", unit: row.metric.exportUnit, value: row.estimate.median.exported,
      range: range(row), extra: extra(row))
  }

  /// The larger distance between the median and an end of its interval.
  private static func range(_ row: SummaryRow) -> String? {
    row.estimate.interval.map { interval in
      let median = row.estimate.median
      return "± \(CsvNumber.text(max(median - interval.low, interval.high - median)))"
    }
  }

  private static func extra(_ row: SummaryRow) -> String {
    let estimate = row.estimate
    let interval = estimate.interval.map {
      "\n\(CsvNumber.text($0.level * 100)) % interval: \(CsvNumber.text($0.low)) to \(CsvNumber.text($0.high))"
    }
    let ratio = row.comparison.median.map {
      "\nvs \(row.comparison.baselineArm): \(Figures.ratio($0, row.comparison.interval))"
    }
    return "rounds: \(estimate.rounds), disturbed: \(estimate.disturbed)\(interval ?? "")\(ratio ?? "")"
      + "\nmachine: \(row.isStable ? "stable" : "unstable")"
  }
}

extension Metric {
  /// The unit in words that a chart may show.
  fileprivate var exportUnit: String {
    switch reportUnit {
    case .perSecond: "tasks/s"
    case .nanoseconds: "ns"
    case .bytes: "bytes"
    case .count: "count"
    case .ratio: "ratio"
    }
  }
}

package import BenchAnalysis
package import BenchModel
package import BenchResults

/// The formats of services that track results, and of spreadsheets; the values of `--format`.
package enum ExportFormat: String, CaseIterable, Sendable {
  /// The JSON of the GitHub action github-action-benchmark, for its tools customBiggerIsBetter and customSmallerIsBetter.
  case gitHubActionBenchmark = "github-action-benchmark"
  /// Bencher Metric Format.
  case bencher
  /// A flat OpenDocument spreadsheet with charts.
  case fods

  /// Whether the format holds all that the run has measured, so that no metrics can be chosen.
  package var hasAllMetrics: Bool { self == .fods }

  /// The document, which ends in a line feed: the medians of these metrics without the control as JSON, or the spreadsheet.
  ///
  /// The spreadsheet takes the rows of result files from `rows`.
  ///
  /// - Throws: `ExportError` if the format cannot hold these metrics together; what `rows` throws.
  package func text(
    _ results: RunResults, metrics: [Metric], rows: (Table) throws -> [TableRow] = { _ in [] }
  ) throws -> String {
    switch self {
    case .fods: try Spreadsheet.text(results, rows: rows)
    case .gitHubActionBenchmark: try GitHubActionBenchmark.text(results, metrics: metrics)
    case .bencher: try BencherMetricFormat.text(results, metrics: metrics)
    }
  }
}

/// Why a run cannot be exported: one sentence with what to do.
package struct ExportError: Error, Hashable, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}

extension RunResults {
  /// The summary's rows of these metrics in their order, without the control.
  func exported(_ metrics: [Metric]) -> [SummaryRow] {
    let controls = Set(cells.flatMap(\.arms).filter(\.isControl).map(\.label))
    return metrics.flatMap { metric in
      summary.filter { $0.metric == metric && !controls.contains($0.arm.label) }
    }
  }
}

extension SummaryRow {
  /// What the row is about, the same in every run: `cpu 1ms width 2 / thread-pool`.
  var exportName: String {
    let distribution = cell.distribution.flatMap { $0 == "fixed" ? nil : " \($0)" } ?? ""
    return "\(cell.shortTitle)\(distribution) / \(arm.label)"
  }
}

extension Double {
  /// The number as summary.csv writes it: six significant digits.
  var exported: Double { Double(CsvNumber.text(self)) ?? self }
}

package import BenchAnalysis
package import BenchModel

/// The report of one run.
package enum RunReport {
  /// A table for each cell, and how far the machine can be trusted; empty if nothing was run.
  package static func report(_ results: RunResults) -> Report {
    report(
      tables: results.cells.map { CellTable(cell: $0, results: results).table },
      remarks: MachineRemarks(results: results).belowCells)
  }

  /// A table for each metric and cell that has measured it, and how far the machine can be trusted.
  package static func report(_ results: RunResults, metrics: [Metric]) -> Report {
    let tables = metrics.flatMap { metric in
      results.cells.compactMap { MetricTable(metric: metric, cell: $0, results: results).table }
    }
    return report(tables: tables, remarks: MachineRemarks(results: results).belowMetrics)
  }

  private static func report(tables: [ReportTable], remarks: [String]) -> Report {
    guard !tables.isEmpty else { return Report() }
    var report = Report(blocks: tables.map { .table($0) })
    report.add(remarks: remarks)
    return report
  }
}

/// What `bench run` prints when it ends.
package enum ConsoleReport {
  /// The run's report as plain text that ends in a line feed; empty if nothing was run.
  package static func text(_ results: RunResults) -> String { ConsoleRenderer.text(RunReport.report(results)) }
}

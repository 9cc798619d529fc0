package import BenchAnalysis
package import BenchModel

/// The report of one run.
package enum RunReport {
  /// A table for each cell, how far the machine can be trusted, and what became of the suite's aims; empty if nothing was run.
  package static func report(_ results: RunResults, aims: [Aim]? = nil) -> Report {
    var report = report(
      tables: results.cells.map { CellTable(cell: $0, results: results).table },
      remarks: MachineRemarks(results: results).belowCells)
    if let aims, !report.isEmpty { report.add(remarks: AimReport.lines(AimReview(aims, of: results))) }
    return report
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

package import BenchAnalysis

/// The report of one run.
package enum RunReport {
  /// A table for each cell, and how far the machine can be trusted; empty if nothing was run.
  package static func report(_ results: RunResults) -> Report {
    guard !results.cells.isEmpty else { return Report() }
    var report = Report(blocks: results.cells.map { .table(CellTable(cell: $0, results: results).table) })
    report.add(remarks: MachineRemarks(results: results).belowCells)
    return report
  }
}

/// What `bench run` prints when it ends.
package enum ConsoleReport {
  /// The run's report as plain text that ends in a line feed; empty if nothing was run.
  package static func text(_ results: RunResults) -> String { ConsoleRenderer.text(RunReport.report(results)) }
}

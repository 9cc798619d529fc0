package import BenchAnalysis
package import BenchModel

/// Pages of several runs, and of a gate.
package enum ComparisonPages {
  /// Two runs side by side.
  package static func compare(_ comparison: RunComparison, metrics: [Metric], styles: ArmStyles) -> Page {
    let charts = Chart.withOwnNames(
      metrics.flatMap { metric in
        comparison.cells.compactMap { CompareChart.chart(metric, $0, comparison, styles) }
      })
    return page(CompareReport.report(comparison, metrics: metrics), charts)
  }

  /// A metric over runs.
  package static func history(_ history: RunHistory, styles: ArmStyles) -> Page {
    var report = HistoryReport.report(history)
    report.title = "\(Words.list(history.series.map(\.key.metric.name).uniqued())) over \(history.runs.count) runs"
    return page(report, Chart.withOwnNames(HistoryChart.charts(history, styles)))
  }

  /// A gate.
  package static func gate(_ gate: GateReport, styles: ArmStyles) -> Page {
    let metrics = gate.verdict.outcomes.map(\.test.metric).uniqued()
    return page(gate.report, metrics.compactMap { GateChart.chart($0, gate.verdict.outcomes, styles) })
  }

  /// The first remarks of a report are its head; the charts stand before its tables.
  private static func page(_ report: Report, _ charts: [Chart]) -> Page {
    var blocks = report.blocks
    var head: [String] = []
    if case .remarks(let remarks)? = blocks.first {
      head = remarks
      blocks.removeFirst()
    }
    return Page(
      title: report.title ?? "Report", facts: [], remarks: head,
      sections: [Page.Section("Charts", charts: charts), Page.Section("Tables", blocks: blocks)],
      digest: report)
  }
}

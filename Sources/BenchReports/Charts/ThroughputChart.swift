import BenchAnalysis
import BenchModel

/// Tasks a second of each arm of a cell, with intervals.
enum ThroughputChart {
  static func chart(_ cell: CellResults, _ source: RunChartSource) -> Chart? {
    let summary = source.rows("throughput", cell)
    let rows = summary.map { row in
      let style = source.styles.style(of: row.arm)
      return RowPlot.Row(
        label: row.arm.label, style: style,
        texts: [Figures.value(row.estimate.median, row.metric.reportUnit, row.estimate.interval)],
        points: [row.estimate.point(style.shape, isHollow: style.isVariant)])
    }
    guard !rows.isEmpty else { return nil }
    let axis = ChartAxis.values("tasks per second, more is better", .perSecond, of: summary.map(\.estimate.median))
    return Chart(
      name: Chart.name("throughput", cell.cell.shortTitle), title: "Throughput: \(cell.cell.title)",
      sentence: source.answer(.throughput, cell),
      plot: .rows(
        RowPlot(
          axis: axis, columns: [RowPlot.Column(title: "")], rows: rows, hasBars: !axis.isLogarithmic)))
  }
}

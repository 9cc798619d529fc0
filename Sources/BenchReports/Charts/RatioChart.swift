import BenchAnalysis
import BenchModel
import BenchResults

/// The throughput of each arm over the baseline's, with intervals and verdicts: a forest plot.
enum RatioChart {
  static func chart(_ cell: CellResults, _ source: RunChartSource) -> Chart? {
    let summary = source.rows("throughput", cell).filter { $0.arm.label != source.results.baseline }
    let rows = summary.compactMap { row -> RowPlot.Row? in
      let style = source.styles.style(of: row.arm)
      guard let ratio = row.comparison.median, ratio > 0 else { return nil }
      let words = [Figures.ratio(ratio, row.comparison.interval), row.comparison.verdict?.rawValue]
      let isOpen = row.comparison.verdict == nil || row.comparison.verdict == .undecided
      return RowPlot.Row(
        label: row.arm.label, style: style, texts: [words.compactMap(\.self).joined(separator: " ")],
        points: [
          RowPlot.Point(value: ratio, interval: row.comparison.interval, shape: style.shape, isHollow: isOpen)
        ])
    }
    guard !rows.isEmpty else { return nil }
    let baseline = source.results.baseline
    let axis = ChartAxis(
      title: "throughput over that of \(baseline), log scale; right is better", unit: .factor, isLogarithmic: true,
      anchor: 1)
    return Chart(
      name: Chart.name("ratio", cell.cell.shortTitle), title: "Against \(baseline): \(cell.cell.title)",
      sentence: VerdictSentence.text("Throughput", summary) + " Hollow: undecided. The line is \(baseline).",
      plot: .rows(
        RowPlot(
          axis: axis, columns: [RowPlot.Column(title: "")], rows: rows, reference: RowPlot.Reference(value: 1))))
  }
}

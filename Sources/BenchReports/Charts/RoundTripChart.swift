import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// How long a single task takes there and back: the percentiles that the samples carry, on a log scale.
enum RoundTripChart {
  private static let shapes: [Percentile: MarkShape] = [
    .p50: .circle, .p90: .square, .p99: .triangle, .p999: .diamond,
  ]

  static func chart(_ cell: CellResults, _ source: RunChartSource) -> Chart? {
    let carried = Percentile.allCases.filter { percentile in
      percentile == .p50 || cell.arms.contains { value($0, percentile) != nil }
    }
    let rows = cell.arms.compactMap { row($0, carried, cell, source) }
    guard !rows.isEmpty else { return nil }
    return Chart(
      name: Chart.name("round-trip", cell.cell.shortTitle), title: "Round trip of one task: \(cell.cell.title)",
      sentence: Metric.named("roundtrip_p50").map { source.answer($0, cell) } ?? "",
      plot: .rows(
        RowPlot(
          axis: ChartAxis(
            title: "time, log scale; less is better", unit: .metric(.nanoseconds), isLogarithmic: true),
          columns: carried.map { RowPlot.Column(title: $0.label, shape: shapes[$0]) }, rows: rows)))
  }

  private static func row(
    _ arm: ArmResults, _ carried: [Percentile], _ cell: CellResults, _ source: RunChartSource
  ) -> RowPlot.Row? {
    guard let median = source.row("roundtrip_p50", arm, cell)?.estimate, median.median > 0 else { return nil }
    var points = [median.point(.circle)]
    var texts = [Figures.value(median.median, .nanoseconds, nil)]
    for percentile in carried.dropFirst() {
      let value = value(arm, percentile)
      texts.append(value.map { Figures.value($0, .nanoseconds, nil) } ?? Figures.missing)
      guard let value, value > 0 else { continue }
      points.append(RowPlot.Point(value: value, shape: shapes[percentile] ?? .square))
    }
    return RowPlot.Row(label: arm.label, style: source.styles.style(of: arm), texts: texts, points: points)
  }

  /// A percentile of all rounds together, as the table shows it.
  private static func value(_ arm: ArmResults, _ percentile: Percentile) -> Double? {
    arm.pools[.roundtrip]?.value(at: percentile).map(Double.init)
  }
}

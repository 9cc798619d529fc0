import BenchAnalysis
import BenchModel
import BenchResults

/// Several metrics of one unit side by side, each with a shape of its own.
struct MetricsChart {
  /// A metric with the word that its column is headed by.
  typealias Part = (metric: String, word: String, quantity: String)

  /// What starting a strategy, creating one unit and ending cost.
  static let costs = MetricsChart(
    name: "cost", title: "Starting, spawning, ending", axis: "time; less is better", unit: .nanoseconds,
    parts: [
      ("startup", "startup", "Start-up"), ("spawn_p50", "spawn", "Spawning a unit"),
      ("teardown", "teardown", "Tear-down"), ("reap_p50", "reap", "Reaping a unit"),
    ])

  /// What a batch needs of memory.
  static let memory = MetricsChart(
    name: "memory", title: "Memory", axis: "bytes; less is better", unit: .bytes,
    parts: [
      ("rss_growth", "growth", "Growth of memory"), ("peak_rss", "peak", "The peak of memory"),
      ("workers_pss", "workers", "The workers' memory"),
    ])

  let name: String
  let title: String
  let axis: String
  let unit: MetricUnit
  let parts: [Part]

  func chart(_ cell: CellResults, _ source: RunChartSource) -> Chart? {
    let measured = parts.filter { !source.rows($0.metric, cell).isEmpty }
    guard !measured.isEmpty else { return nil }
    let shapes = MarkShape.allCases
    let rows = cell.arms.compactMap { arm -> RowPlot.Row? in
      let values = measured.map { source.row($0.metric, arm, cell)?.estimate }
      guard values.contains(where: { $0 != nil }) else { return nil }
      return RowPlot.Row(
        label: arm.label, style: source.styles.style(of: arm),
        texts: values.map { $0.map { Figures.value($0.median, unit, nil) } ?? Figures.missing },
        points: zip(values, shapes).compactMap { value, shape in value?.point(shape) })
    }
    let columns = zip(measured, shapes).map { RowPlot.Column(title: $0.word, shape: $1) }
    let axis = ChartAxis.values(axis, unit, of: rows.flatMap { $0.points.map(\.value) })
    return Chart(
      name: Chart.name(name, cell.cell.shortTitle), title: "\(title): \(cell.cell.title)",
      sentence: sentence(measured, cell, source), plot: .rows(RowPlot(axis: axis, columns: columns, rows: rows)))
  }

  /// A clause for each metric that was judged.
  private func sentence(_ measured: [Part], _ cell: CellResults, _ source: RunChartSource) -> String {
    let judged = measured.filter { part in
      source.rows(part.metric, cell).contains {
        $0.comparison.verdict != nil && $0.comparison.verdict != .baseline
      }
    }
    let parts = judged.isEmpty ? measured.prefix(1) : judged.prefix(2)
    return parts.map { VerdictSentence.text($0.quantity, source.rows($0.metric, cell), hasRatios: false) }
      .joined(separator: " ")
  }
}

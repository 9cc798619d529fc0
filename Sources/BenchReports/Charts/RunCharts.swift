package import BenchAnalysis
import BenchModel

/// All charts of a run; one without data is not made.
package struct RunCharts: Sendable {
  /// Across cells: efficiency by duration, scaling by width.
  package let sweeps: [Chart]
  /// Those of each cell, in the run's order.
  package let cells: [[Chart]]

  package init(_ results: RunResults, styles: ArmStyles) {
    let source = RunChartSource(results: results, styles: styles)
    let sweeps =
      Sweep.all(results.cells, by: .duration).compactMap { SweepChart(sweep: $0, source: source).efficiency }
      + Sweep.all(results.cells, by: .width).compactMap { SweepChart(sweep: $0, source: source).scaling }
    let cells = results.cells.map { cell in
      [
        ThroughputChart.chart(cell, source), RatioChart.chart(cell, source), RoundTripChart.chart(cell, source),
        MetricsChart.costs.chart(cell, source), RoundsChart.chart(cell, source),
        MetricsChart.memory.chart(cell, source),
      ].compactMap(\.self)
    }
    var named = Chart.withOwnNames(sweeps + cells.flatMap(\.self))[...]
    func take(_ count: Int) -> [Chart] {
      defer { named = named.dropFirst(count) }
      return Array(named.prefix(count))
    }
    self.sweeps = take(sweeps.count)
    self.cells = cells.map { take($0.count) }
  }
}

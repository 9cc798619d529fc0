import BenchAnalysis
import BenchModel
import BenchResults

/// Lines over the parameter of a sweep.
struct SweepChart {
  let sweep: Sweep
  let source: RunChartSource

  /// Efficiency over the duration of a task: where each strategy begins to pay.
  var efficiency: Chart? {
    let series = series("efficiency") { cell, _ in cell.cell.taskDurationNs.map(Double.init) }
    guard !series.isEmpty else { return nil }
    return Chart(
      name: Chart.name("efficiency", sweep.title), title: "Efficiency by task duration: \(sweep.title)",
      sentence: sweep.sentence(source.results),
      plot: .lines(
        LinePlot(
          x: ChartAxis(title: "duration of a task, log scale", unit: .metric(.nanoseconds), isLogarithmic: true),
          y: ChartAxis(
            title: "ideal time over measured time; more is better", unit: .metric(.ratio), isLogarithmic: false,
            anchor: 0), series: series)))
  }

  /// Throughput over the number of tasks that really ran at once.
  var scaling: Chart? {
    let series = series("throughput") { _, arm in arm.judged.compactMap(\.widthEffectiveN).max().map(Double.init) }
      .filter { Set($0.points.map(\.x)).count > 1 }
    guard !series.isEmpty else { return nil }
    let y = ChartAxis.values("tasks per second, more is better", .perSecond, of: series.flatMap { $0.points.map(\.y) })
    return Chart(
      name: Chart.name("scaling", sweep.title), title: "Throughput by width: \(sweep.title)",
      sentence: sweep.sentence(source.results),
      plot: .lines(
        LinePlot(
          x: ChartAxis(
            title: "tasks that really ran at once, log scale", unit: .tasks, isLogarithmic: true), y: y,
          series: series)))
  }

  private func series(_ metric: String, x: (CellResults, ArmResults) -> Double?) -> [LinePlot.Series] {
    let labels = sweep.cells.flatMap(\.arms).filter { !$0.isControl }.map(\.label).uniqued()
    return labels.compactMap { label in
      let points = sweep.cells.compactMap { cell -> LinePlot.Point? in
        guard let arm = cell.arm(label), let row = source.row(metric, arm, cell), let x = x(cell, arm), x > 0 else {
          return nil
        }
        return LinePlot.Point(x: x, y: row.estimate.median, interval: row.estimate.interval)
      }
      guard points.count > 1, let arm = sweep.cells.lazy.compactMap({ $0.arm(label) }).first else { return nil }
      return LinePlot.Series(
        label: label, style: source.styles.style(of: arm), points: points.sorted { $0.x < $1.x })
    }
  }
}

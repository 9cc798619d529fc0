import BenchAnalysis
import BenchModel

/// A metric of one cell over runs: a line for each arm, broken where the machine changes.
enum HistoryChart {
  /// A chart for each metric and cell of a history.
  static func charts(_ history: RunHistory, _ styles: ArmStyles) -> [Chart] {
    struct Place: Hashable {
      let metric: Metric
      let cell: Cell
    }
    let places = history.series.map { Place(metric: $0.key.metric, cell: $0.key.cell) }
    return places.uniqued().compactMap { place in
      chart(
        place.metric, place.cell, zip(places, history.series).filter { $0.0 == place }.map(\.1), history, styles)
    }
  }

  private static func chart(
    _ metric: Metric, _ cell: Cell, _ members: [HistorySeries], _ history: RunHistory, _ styles: ArmStyles
  ) -> Chart? {
    let runs = history.runs.map(\.identity.runId)
    let series = members.compactMap { member -> LinePlot.Series? in
      guard let arm = member.points.first?.row.arm else { return nil }
      let points = member.points.compactMap { point in
        runs.firstIndex(of: point.row.run.runId).map { index in
          LinePlot.Point(
            x: Double(index), y: point.median, interval: point.interval, beginsAnew: point.isOtherHost)
        }
      }
      guard points.count > 1 else { return nil }
      return LinePlot.Series(label: member.key.arm, style: styles.style(of: arm), points: points)
    }
    guard !series.isEmpty else { return nil }
    let names = zip(history.runs, history.hosts).map { run, host in
      "\(host.mark) \(run.identity.startedAt.map { String($0.prefix(10)) } ?? "?")"
    }
    let y = ChartAxis.values(
      "\(metric.name)\(metric.reportUnit == .perSecond ? " per second" : ""), \(metric.direction.rawValue) is better",
      metric.reportUnit,
      of: series.flatMap { $0.points.map(\.y) })
    return Chart(
      name: Chart.name("history", metric.name, cell.shortTitle), title: "\(metric.name): \(cell.title)",
      sentence: sentence(history, series),
      plot: .lines(
        LinePlot(
          x: ChartAxis(title: "runs in order: machine, day", unit: .names(names), isLogarithmic: false), y: y,
          series: series)))
  }

  /// Of the runs that are drawn.
  private static func sentence(_ history: RunHistory, _ series: [LinePlot.Series]) -> String {
    let hosts = Set(series.flatMap(\.points).map { Int($0.x) }).map { history.hosts[$0] }
    let machines = Set(hosts).count
    return
      "\(hosts.count) runs of \(machines) machine\(machines == 1 ? "" : "s"), with the intervals of their medians"
      + (machines > 1 ? "; lines break between machines, whose values cannot be compared." : ".")
  }
}

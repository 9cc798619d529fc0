package import BenchAnalysis
import BenchModel

/// The report of a metric over stored runs: a table for each metric, cell and arm, a row a run.
package enum HistoryReport {
  package static func report(_ history: RunHistory) -> Report {
    var report = Report(blocks: history.series.map { .table(table($0)) })
    report.add(remarks: hosts(history) + legend(history))
    return report
  }

  private static func table(_ series: HistorySeries) -> ReportTable {
    let key = series.key
    return ReportTable(
      title: "\(key.metric.name) (\(key.metric.direction.rawValue) is better) of \(key.arm), \(key.cell.title)",
      columns: [
        .init("started", .leading), .init("commit", .leading), .init("host", .leading), .init("median"),
        .init("vs baseline"), .init("baseline", .leading),
      ],
      rows: series.points.map { row($0, unit: key.metric.reportUnit) })
  }

  private static func row(_ point: HistorySeries.Point, unit: MetricUnit) -> ReportTable.Row {
    let comparison = point.row.comparison
    return ReportTable.Row(
      [
        Figure(text: point.row.run.startedAt ?? point.row.run.runId),
        Figure(text: RunLine.shortCommit(point.row.arm.subject?.commit)), .text(point.host.mark),
        .value(point.median, unit, point.interval), Figure(ratio: comparison.median, comparison.interval),
        .text(comparison.baselineArm),
      ], remarks: remarks(point))
  }

  private static func remarks(_ point: HistorySeries.Point) -> [String] {
    var remarks: [String] = []
    if point.isOtherHost {
      remarks.append(point.host.hostId == nil ? "machine unknown" : "another machine than the row above")
    }
    if point.workScale != 1 {
      remarks.append("scaled by \(Figures.factor(point.workScale)) to the first row's work")
    }
    if !point.row.isStable { remarks.append("unstable machine") }
    return remarks
  }

  private static func hosts(_ history: RunHistory) -> [String] {
    history.hosts.uniqued().map { host in
      "Host \(host.mark): \(host.hostId ?? "unknown")\(host.cpuModel.map { ", \($0)" } ?? "")."
    }
  }

  private static func legend(_ history: RunHistory) -> [String] {
    Set(history.hosts).count > 1
      ? ["Between machines, absolute values cannot be compared; ratios to the baseline can."] : []
  }
}

package import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// The history as CSV to chart: a row for each run, cell, arm and metric.
package enum HistoryCsv {
  private static let header = [
    "started_at", "run_id", "commit", "host", "host_id", "cpu_model", "workload", "distribution", "task_duration_ns",
    "payload_bytes", "width_n", "arm", "metric", "unit", "median", "ci_low", "ci_high", "baseline_arm", "ratio_median",
    "ratio_ci_low", "ratio_ci_high", "stability", "task_iterations_n", "work_scale_ratio",
  ]

  /// The text with its header; what was not measured is empty.
  package static func text(_ history: RunHistory) -> String {
    let rows = history.series.flatMap { series in series.points.map { subject($0, of: series.key) + figures($0) } }
    return ([header] + rows).map { CsvWriter.line($0) }.joined()
  }

  private static func subject(_ point: HistorySeries.Point, of key: HistorySeries.Key) -> [String] {
    let run = point.row.run
    return [
      run.startedAt ?? "", run.runId, point.row.arm.subject?.commit ?? "", point.host.mark, run.hostId ?? "",
      run.cpuModel ?? "", key.cell.workload, key.cell.distribution ?? "", text(key.cell.taskDurationNs),
      text(key.cell.payloadBytes), text(key.cell.width.count), key.arm, key.metric.name, key.metric.unit,
    ]
  }

  /// The median and its interval stand for the work of the first row's tasks; the last column says by what they were scaled.
  private static func figures(_ point: HistorySeries.Point) -> [String] {
    let comparison = point.row.comparison
    return [
      CsvNumber.text(point.median), text(point.interval?.low), text(point.interval?.high), comparison.baselineArm,
      text(comparison.median), text(comparison.interval?.low), text(comparison.interval?.high),
      point.row.isStable ? "stable" : "unstable", text(point.taskIterationsN), CsvNumber.text(point.workScale),
    ]
  }

  private static func text(_ number: Int?) -> String { number.map(String.init) ?? "" }
  private static func text(_ number: Double?) -> String { number.map(CsvNumber.text) ?? "" }
}

import BenchModel
package import BenchResults
import BenchStatistics

extension SummaryRow {
  /// The row as it stands in summary.csv.
  package var tableRow: TableRow {
    var row = TableRow(.summary)
    writeSubject(to: &row)
    writeEstimate(to: &row)
    writeComparison(to: &row)
    return row
  }

  private func writeSubject(to row: inout TableRow) {
    row[text: "run_id"] = run.runId
    row[text: "started_at"] = run.startedAt
    row[text: "host_id"] = run.hostId
    row[text: "cpu_model"] = run.cpuModel
    cell.write(to: &row)
    row[text: "arm"] = arm.label
    row[text: "strategy"] = arm.subject?.strategy
    row[text: "start_method"] = arm.subject?.startMethod
    row[text: "allocator"] = arm.subject?.allocator
    row[text: "commit"] = arm.subject?.commit
    row[text: "metric"] = metric.name
    row[text: "unit"] = metric.unit
    row[text: "direction"] = metric.direction.rawValue
    row[integer: "tasks_n"] = arm.tasksN
    row[text: "result_mode"] = arm.subject?.resultMode?.rawValue
    row[text: "width_label"] = cell.width.count.flatMap { $0 == run.coresWidth ? "cores" : nil }
  }

  private func writeEstimate(to row: inout TableRow) {
    row[integer: "rounds_n"] = estimate.rounds
    row[integer: "disturbed_n"] = estimate.disturbed
    row[integer: "pooled_n"] = estimate.pooled
    row[decimal: "median"] = estimate.median
    row[decimal: "ci_low"] = estimate.interval?.low
    row[decimal: "ci_high"] = estimate.interval?.high
    row[decimal: "ci_level_pct"] = estimate.interval.map { $0.level * 100 }
    row[decimal: "min"] = estimate.spread?.minimum
    row[decimal: "max"] = estimate.spread?.maximum
    row[decimal: "mad"] = estimate.spread?.medianAbsoluteDeviation
    row[decimal: "cv_pct"] = estimate.spread?.coefficientOfVariationPercent
    row[integer: "outliers_n"] = estimate.spread?.outliers
  }

  private func writeComparison(to row: inout TableRow) {
    row[text: "baseline_arm"] = comparison.baselineArm
    row[decimal: "ratio_median"] = comparison.median
    row[decimal: "ratio_ci_low"] = comparison.interval?.low
    row[decimal: "ratio_ci_high"] = comparison.interval?.high
    row[decimal: "ratio_ci_level_pct"] = comparison.interval.map { $0.level * 100 }
    row[text: "verdict"] = comparison.verdict?.rawValue
    row[text: "stability"] = isStable ? "stable" : "unstable"
  }

  /// Reads a row of summary.csv, the fields of which the table has checked.
  package init(_ row: TableRow) {
    self.init(
      run: RunIdentity(row), cell: Cell(row: row),
      arm: Arm(
        label: row[text: "arm"] ?? "", subject: Repetition.Subject(row), tasksN: row[integer: "tasks_n"]),
      metric: Metric.named(row[text: "metric"] ?? "") ?? Metric.all[0],
      estimate: Value(
        rounds: row[integer: "rounds_n"] ?? 0, disturbed: row[integer: "disturbed_n"] ?? 0,
        pooled: row[integer: "pooled_n"], median: row[decimal: "median"] ?? 0,
        interval: ValueInterval(row, "ci_low", "ci_high", level: "ci_level_pct"), spread: Spread(row)),
      comparison: Ratio(
        baselineArm: row[text: "baseline_arm"] ?? "", median: row[decimal: "ratio_median"],
        interval: ValueInterval(row, "ratio_ci_low", "ratio_ci_high", level: "ratio_ci_level_pct"),
        verdict: row[text: "verdict"].flatMap(Verdict.init(rawValue:))),
      isStable: row[text: "stability"] == "stable")
  }
}

extension ValueInterval {
  /// An interval of three columns; runs of schema 1 have no level of ratios, which was at least 95 %.
  fileprivate init?(_ row: TableRow, _ low: String, _ high: String, level: String) {
    guard let low = row[decimal: low], let high = row[decimal: high], low <= high else { return nil }
    self.init(low: low, high: high, level: (row[decimal: level] ?? 95) / 100)
  }
}

extension Spread {
  fileprivate init?(_ row: TableRow) {
    guard let minimum = row[decimal: "min"], let maximum = row[decimal: "max"], let mad = row[decimal: "mad"],
      let outliers = row[integer: "outliers_n"]
    else { return nil }
    self.init(
      minimum: minimum, maximum: maximum, medianAbsoluteDeviation: mad,
      coefficientOfVariationPercent: row[decimal: "cv_pct"], outliers: outliers)
  }
}

import BenchModel
package import BenchResults
import BenchStatistics

extension SummaryRow {
  /// The row as it stands in summary.csv.
  package var tableRow: TableRow {
    var row = TableRow(.summary)
    writeSubject(to: &row)
    writeEstimate(to: &row)
    row[text: "baseline_arm"] = baselineArm
    row[decimal: "ratio_median"] = ratio
    row[decimal: "ratio_ci_low"] = ratioInterval?.lowerBound
    row[decimal: "ratio_ci_high"] = ratioInterval?.upperBound
    row[text: "verdict"] = verdict?.rawValue
    row[text: "stability"] = isStable ? "stable" : "unstable"
    return row
  }

  private func writeSubject(to row: inout TableRow) {
    row[text: "run_id"] = runId
    row[text: "started_at"] = startedAt
    row[text: "host_id"] = hostId
    row[text: "cpu_model"] = cpuModel
    cell.write(to: &row)
    row[text: "arm"] = arm
    row[text: "strategy"] = strategy
    row[text: "start_method"] = startMethod
    row[text: "allocator"] = allocator
    row[text: "commit"] = commit
    row[text: "metric"] = metric.name
    row[text: "unit"] = metric.unit
    row[text: "direction"] = metric.direction.rawValue
  }

  private func writeEstimate(to row: inout TableRow) {
    row[integer: "rounds_n"] = rounds
    row[integer: "disturbed_n"] = disturbed
    row[integer: "pooled_n"] = pooled
    row[decimal: "median"] = median
    row[decimal: "ci_low"] = interval?.low
    row[decimal: "ci_high"] = interval?.high
    row[decimal: "ci_level_pct"] = interval.map { $0.level * 100 }
    row[decimal: "min"] = spread?.minimum
    row[decimal: "max"] = spread?.maximum
    row[decimal: "mad"] = spread?.medianAbsoluteDeviation
    row[decimal: "cv_pct"] = spread?.coefficientOfVariationPercent
    row[integer: "outliers_n"] = spread?.outliers
  }

  /// Reads a row of summary.csv, the fields of which the table has checked.
  package init(_ row: TableRow) {
    self.init(
      runId: row[text: "run_id"] ?? "", startedAt: row[text: "started_at"], hostId: row[text: "host_id"],
      cpuModel: row[text: "cpu_model"], cell: Cell(row: row), arm: row.arm, strategy: row[text: "strategy"],
      startMethod: row[text: "start_method"], allocator: row[text: "allocator"], commit: row[text: "commit"],
      metric: Metric.named(row[text: "metric"] ?? "") ?? Metric.all[0], rounds: row[integer: "rounds_n"] ?? 0,
      disturbed: row[integer: "disturbed_n"] ?? 0, pooled: row[integer: "pooled_n"],
      median: row[decimal: "median"] ?? 0, interval: Self.interval(row), spread: Self.spread(row),
      baselineArm: row[text: "baseline_arm"] ?? "", ratio: row[decimal: "ratio_median"],
      ratioInterval: Self.ratioInterval(row), verdict: row[text: "verdict"].flatMap(Verdict.init(rawValue:)),
      isStable: row[text: "stability"] == "stable")
  }

  private static func interval(_ row: TableRow) -> ValueInterval? {
    guard let low = row[decimal: "ci_low"], let high = row[decimal: "ci_high"],
      let level = row[decimal: "ci_level_pct"]
    else { return nil }
    return ValueInterval(low: low, high: high, level: level / 100)
  }

  private static func spread(_ row: TableRow) -> Spread? {
    guard let minimum = row[decimal: "min"], let maximum = row[decimal: "max"], let mad = row[decimal: "mad"],
      let outliers = row[integer: "outliers_n"]
    else { return nil }
    return Spread(
      minimum: minimum, maximum: maximum, medianAbsoluteDeviation: mad,
      coefficientOfVariationPercent: row[decimal: "cv_pct"], outliers: outliers)
  }

  private static func ratioInterval(_ row: TableRow) -> ClosedRange<Double>? {
    guard let low = row[decimal: "ratio_ci_low"], let high = row[decimal: "ratio_ci_high"], low <= high else {
      return nil
    }
    return low...high
  }
}

import BenchAnalysis
import BenchModel
import BenchResults

/// The table of one metric in one cell: what the arms measured and what it says against the baseline.
struct MetricTable {
  let metric: Metric
  let cell: CellResults
  let results: RunResults

  /// Nil if no arm has measured the metric there.
  var table: ReportTable? {
    guard cell.arms.contains(where: { summary(of: $0) != nil }) else { return nil }
    return ReportTable(
      title: "\(metric.name) (\(metric.direction.rawValue) is better), \(cell.cell.title); \(cell.roundsText)",
      columns: [
        .init("arm", .leading), .init("median", priority: 1, intervalPriority: 3),
        .init("vs \(results.baseline)", intervalPriority: 2), .init("verdict", .leading), .init("rounds", priority: 4),
        .init("disturbed", priority: 5),
      ],
      rows: cell.arms.map(row))
  }

  private func summary(of arm: ArmResults) -> SummaryRow? {
    results.summary(metric.name, of: arm.label, in: cell.cell)
  }

  private func row(of arm: ArmResults) -> ReportTable.Row {
    let remarks = Remarks(arm: arm, cell: cell.cell, drift: results.stability.drift).all
    guard let row = summary(of: arm) else {
      return ReportTable.Row([.text(arm.label)] + [Figure](repeating: .missing, count: 5), remarks: remarks)
    }
    let pooled = row.estimate.pooled.map { ["pooled over \($0) samples"] } ?? []
    return ReportTable.Row(
      [
        .text(arm.label), .value(row.estimate.median, metric.reportUnit, row.estimate.interval),
        Figure(ratio: row.comparison.median, row.comparison.interval), Figure(text: row.comparison.verdict?.rawValue),
        .text("\(row.estimate.rounds)"), .text("\(row.estimate.disturbed)"),
      ], remarks: pooled + remarks)
  }
}

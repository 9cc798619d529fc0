import BenchModel
import BenchResults
import BenchStatistics

/// Derives the rows of summary.csv from the repetitions of a cell.
struct SummaryDerivation {
  let run: RunIdentity
  let baseline: String
  /// The label of the arm that runs one task at a time, from which the ideal of efficiency is taken.
  let serialArm: String?
  let isMachineStable: Bool

  /// A row for each arm and each metric that the arm has measured.
  func rows(of cell: CellResults) -> [SummaryRow] {
    let efficiency = Efficiency(in: cell, serialArm: serialArm)
    let references = cell.arm(baseline).map { estimates(of: $0, efficiency) } ?? [:]
    return cell.arms.flatMap { arm in
      let estimates = estimates(of: arm, efficiency)
      return Metric.all.compactMap { metric in
        estimates[metric].map { row(metric, of: arm, in: cell, $0, reference: references[metric]) }
      }
    }
  }

  private func estimates(of arm: ArmResults, _ efficiency: Efficiency) -> [Metric: Estimate] {
    var result: [Metric: Estimate] = [:]
    for metric in Metric.all { result[metric] = Estimate(metric, of: arm, efficiency: efficiency) }
    return result
  }

  private func row(
    _ metric: Metric, of arm: ArmResults, in cell: CellResults, _ estimate: Estimate, reference: Estimate?
  ) -> SummaryRow {
    let isBaseline = arm.label == baseline
    let comparison =
      isBaseline
      ? nil
      : reference.map {
        Comparison(
          estimate, against: $0, by: metric, comparisons: cell.arms.count - 1, clockReadNs: run.clockReadNs)
      }
    // A ratio rests on the rounds of both of its arms.
    let disturbed = isBaseline ? estimate.disturbed : estimate.disturbed.union(reference?.disturbed ?? [])
    return SummaryRow(
      run: run, cell: cell.cell, arm: SummaryRow.Arm(arm), metric: metric,
      estimate: SummaryRow.Value(estimate, disturbed: disturbed.count),
      comparison: SummaryRow.Ratio(
        baselineArm: baseline, median: comparison?.ratio, interval: comparison?.interval,
        verdict: isBaseline ? .baseline : comparison?.verdict),
      isStable: isMachineStable)
  }
}

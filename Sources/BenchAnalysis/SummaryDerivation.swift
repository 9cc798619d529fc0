import BenchModel
import BenchResults
import BenchStatistics

/// Derives the rows of summary.csv from the repetitions of a cell.
struct SummaryDerivation {
  let runId: String
  let facts: EnvironmentFacts
  let baseline: String
  let isMachineStable: Bool

  /// A row for each arm and each metric that the arm has measured.
  func rows(of cell: CellResults) -> [SummaryRow] {
    let references = cell.arm(baseline).map(estimates) ?? [:]
    return cell.arms.flatMap { arm in
      let estimates = estimates(of: arm)
      return Metric.all.compactMap { metric in
        estimates[metric].map { row(metric, of: arm, in: cell, $0, reference: references[metric]) }
      }
    }
  }

  private func estimates(of arm: ArmResults) -> [Metric: Estimate] {
    var result: [Metric: Estimate] = [:]
    for metric in Metric.all { result[metric] = Estimate(metric, of: arm) }
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
        Comparison(estimate, against: $0, comparisons: cell.arms.count - 1)
      }
    let interval = comparison?.interval
    let judged = interval.map { Verdict(interval: $0, direction: metric.direction) }
    let isSteady = (comparison?.drift ?? 1) <= MachineStability.driftLimit
    // The rows of one arm agree in what the arm is, so the last one speaks for all.
    let last = arm.rows.last
    return SummaryRow(
      runId: runId, startedAt: facts.value(EnvironmentFacts.Key.startedAt),
      hostId: facts.value(EnvironmentFacts.Key.hostId), cpuModel: facts.value(EnvironmentFacts.Key.cpuModel),
      cell: cell.cell, arm: arm.label, strategy: last?[text: "strategy"], startMethod: last?[text: "start_method"],
      allocator: last?[text: "allocator"], commit: last?[text: "commit"], metric: metric, rounds: estimate.rounds,
      disturbed: estimate.disturbed, pooled: estimate.pooled, median: estimate.median, interval: estimate.interval,
      spread: estimate.spread, baselineArm: baseline, ratio: comparison?.ratio, ratioInterval: interval,
      verdict: isBaseline ? .baseline : judged, isStable: isMachineStable && isSteady)
  }
}

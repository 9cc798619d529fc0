import BenchModel
import BenchResults
import BenchStatistics

/// Compares arms of a cell with the best one among them.
struct StandingJudge {
  let metric: Metric
  let cell: CellResults
  let results: RunResults
  let miss: Double

  /// The arms that have measured the metric, the best median first.
  func standings(of arms: [ArmResults]) -> [Standing] {
    let efficiency = Efficiency(in: cell, serialArm: results.facts.value(EnvironmentFacts.Key.serialArm))
    let measured = arms.compactMap { arm in
      Estimate(metric, of: arm, efficiency: efficiency).flatMap { estimate in
        results.summary(metric.name, of: arm.label, in: cell.cell).map { (row: $0, estimate: estimate) }
      }
    }
    let isHigherBetter = metric.direction == .higher
    let sorted = measured.sorted {
      isHigherBetter ? $0.estimate.median > $1.estimate.median : $0.estimate.median < $1.estimate.median
    }
    guard let top = sorted.first else { return [] }
    return sorted.map { subject in
      Standing(
        label: subject.row.arm.label, isBaseline: subject.row.arm.label == results.baseline, summary: subject.row,
        againstTop: subject.row.arm.label == top.row.arm.label
          ? nil : comparison(subject.estimate, against: top.estimate)
      )
    }
  }

  /// As many comparisons hold together as a table with this baseline makes, so that both say the same.
  private func comparison(_ estimate: Estimate, against top: Estimate) -> Comparison {
    Comparison(
      estimate, against: top, by: metric, comparisons: cell.arms.count - 1, miss: miss,
      clockReadNs: results.identity.clockReadNs)
  }
}

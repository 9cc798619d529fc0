package import BenchModel
package import BenchResults
package import BenchStatistics

/// One metric of one arm in one cell of two runs.
package struct ArmComparison: Sendable {
  package let metric: Metric
  package let cell: Cell
  package let before: SummaryRow
  /// The second run's row as it was measured.
  package let after: SummaryRow
  /// What the second run's values are multiplied by, so that they stand for the work of the first run's tasks; 1 if their
  /// tasks do the same.
  package let workScale: Double
  /// The second run over the first; nil if a median is not positive.
  package let ratio: Double?
  /// At 95 % or a little above, each comparison by itself; nil for pooled and single values, and for too few rounds.
  package let interval: ValueInterval?
  /// nil if there is no interval, or if the runs are of different machines.
  package let verdict: Verdict?
  /// What became of the ratio to each run's own baseline; nil as `verdict`, and if both runs have not the same baseline.
  package let relativeVerdict: Verdict?

  /// Nil if one of the runs has not measured the metric.
  init?(_ metric: Metric, of before: ArmResults, _ after: ArmResults, in cell: Cell, of runs: RunComparison) {
    guard let first = runs.before.summary(metric.name, of: before.label, in: cell),
      let second = runs.after.summary(metric.name, of: after.label, in: cell)
    else { return nil }
    self.metric = metric
    self.cell = cell
    self.before = first
    self.after = second
    let scale = WorkScaling.factor(metric, iterations: after.taskIterationsN, reference: before.taskIterationsN)
    workScale = scale
    let samples = Sample(runs.before.values(metric, of: before, in: cell))
      .flatMap { reference in
        Sample(runs.after.values(metric, of: after, in: cell).map { $0 * scale }).map { (reference, $0) }
      }
    let paired = samples.flatMap { IndependentRatio($1, over: $0) }
    let single = first.estimate.median > 0 && second.estimate.median > 0
    ratio = paired?.ratio ?? (single ? second.estimate.median * scale / first.estimate.median : nil)
    interval = paired?.interval
    let clockReadNs = [runs.before, runs.after].compactMap(\.identity.clockReadNs).max()
    let rule = ComparisonRule(
      isHigherBetter: metric.direction == .higher, clockRead: metric.isTimedByTwoClockReads ? clockReadNs : nil)
    verdict = runs.machine == .different ? nil : paired.flatMap { rule.outcome($0) }.map(Verdict.init)
    relativeVerdict = Self.relative(metric, before, after, in: cell, of: runs)
  }

  /// The second run's median and interval, scaled to the first run's work.
  package var scaledAfter: (median: Double, interval: ValueInterval?) {
    let estimate = after.estimate
    return (
      estimate.median * workScale,
      estimate.interval.map { ValueInterval(low: $0.low * workScale, high: $0.high * workScale, level: $0.level) }
    )
  }

  /// Judges the paired ratios to the baseline as quantities of their own: they need no scaling, and a faster machine cancels.
  private static func relative(
    _ metric: Metric, _ before: ArmResults, _ after: ArmResults, in cell: Cell, of runs: RunComparison
  ) -> Verdict? {
    guard runs.before.baseline == runs.after.baseline, before.label != runs.before.baseline,
      let first = runs.before.pairedRatio(metric, of: before, in: cell),
      let second = runs.after.pairedRatio(metric, of: after, in: cell),
      let ratio = IndependentRatio(second.sample, over: first.sample)
    else { return nil }
    return ComparisonRule(isHigherBetter: metric.direction == .higher).outcome(ratio).map(Verdict.init)
  }
}

extension RunResults {
  /// The metric's value in each judged round of the arm; none for a pooled percentile or a single value.
  func values(_ metric: Metric, of arm: ArmResults, in cell: Cell) -> [Double] {
    Array(byRound(metric, of: arm, in: cell).values)
  }

  /// The arm against the baseline, paired by round.
  func pairedRatio(_ metric: Metric, of arm: ArmResults, in cell: Cell) -> PairedRatio? {
    guard let reference = cells.first(where: { $0.cell == cell })?.arm(baseline) else { return nil }
    let references = byRound(metric, of: reference, in: cell)
    let pairs = byRound(metric, of: arm, in: cell).compactMap { round, value in
      references[round].map { (value: value, reference: $0) }
    }
    return PairedRatio(pairs, comparisons: 1)
  }

  private func byRound(_ metric: Metric, of arm: ArmResults, in cell: Cell) -> [Int: Double] {
    guard let results = cells.first(where: { $0.cell == cell }) else { return [:] }
    let serial = facts.value(EnvironmentFacts.Key.serialArm)
    return Estimate(metric, of: arm, efficiency: Efficiency(in: results, serialArm: serial))?.byRound ?? [:]
  }
}

package import BenchModel
package import BenchStatistics

/// One metric of one strategy that a gate judges: in one cell, or over all cells of the strategy.
package struct GateTest: Hashable, Sendable {
  package let strategy: String
  /// Nil for start-up and tear-down, which do not depend on the workload.
  package let cell: Cell?
  package let metric: Metric
  package let rule: GateRule

  package init(strategy: String, cell: Cell?, metric: Metric, rule: GateRule) {
    self.strategy = strategy
    self.cell = cell
    self.metric = metric
    self.rule = rule
  }

  /// `thread-pool, cpu, tasks of 1ms, 2 at once: throughput`.
  package var title: String {
    "\(strategy)\(cell.map { ", \($0.title)" } ?? ""): \(metric.name)"
  }
}

/// Where a test of a gate stands.
package struct GateOutcome: Hashable, Sendable {
  /// What has become of a test.
  package enum Standing: String, CaseIterable, Sendable {
    /// More rounds are needed.
    case open
    case pass
    case regression
    /// Better by more than the threshold, by the screen's rule with the sides exchanged.
    case improvement
    case inconclusive
    /// A suspect beyond those that are confirmed.
    case unconfirmed
    /// A side did not run, or the metric was not measured.
    case missing
  }

  package let test: GateTest
  package let standing: Standing
  /// What it was judged by, the confirmation's where there was one.
  package let evidence: GateEvidence?
  /// Rounds of the screen.
  package let screenRounds: Int
  /// Fresh rounds of the confirmation; 0 if there was none.
  package let confirmRounds: Int
}

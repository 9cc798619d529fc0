package import BenchModel
package import BenchPlan
package import BenchStatistics

/// One metric of one strategy that a gate judges: in one cell, or over all cells of a width.
package struct GateTest: Hashable, Sendable {
  package let strategy: String
  package let scope: GateScope
  package let metric: Metric
  package let rule: GateRule

  package init(strategy: String, scope: GateScope, metric: Metric, rule: GateRule) {
    self.strategy = strategy
    self.scope = scope
    self.metric = metric
    self.rule = rule
  }

  /// `thread-pool, cpu, tasks of 1ms, 2 at once: throughput`.
  package var title: String {
    "\(strategy), \(scope.title): \(metric.name)"
  }

  /// `thread-pool, cpu 1ms width 2`, without the metric.
  package var subject: String { "\(strategy), \(scope.shortTitle)" }
}

/// Where a test of a gate stands.
package struct GateOutcome: Hashable, Sendable {
  /// What has become of a test.
  package enum Standing: String, CaseIterable, Sendable {
    /// More rounds are needed.
    case open
    case pass
    case regression
    /// Better by more than the threshold, by the same rules with the sides exchanged.
    case improvement
    case inconclusive
    /// A suspect beyond those that are confirmed.
    case unconfirmed
    /// A side did not run, or the metric was not measured.
    case missing
  }

  /// The median of each side, in the metric's unit.
  package struct Values: Hashable, Sendable {
    package var base: Double?
    package var head: Double?

    package init(base: Double? = nil, head: Double? = nil) {
      self.base = base
      self.head = head
    }
  }

  package let test: GateTest
  package let standing: Standing
  /// What it was judged by, the confirmation's where there was one.
  package let evidence: GateEvidence?
  /// Of the rounds that it was judged by.
  package let values: Values
  /// Rounds of the screen.
  package let screenRounds: Int
  /// Fresh rounds of the confirmation; 0 if there was none.
  package let confirmRounds: Int

  /// Head over base as a share, positive is worse: the estimate, or the ratio of the medians where nothing is estimated.
  package var change: Double? {
    if let evidence { return evidence.change }
    guard let base = values.base, let head = values.head, base > 0, head > 0 else { return nil }
    return test.metric.direction == .lower ? head / base - 1 : base / head - 1
  }
}

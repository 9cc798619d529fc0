package import BenchModel
package import BenchResults
package import BenchStatistics

/// What all rows of a run's summary have in common.
package struct RunIdentity: Hashable, Sendable {
  package var runId: String
  /// ISO 8601 in UTC.
  package var startedAt: String?
  package var hostId: String?
  package var cpuModel: String?
  /// What reading the clock costs, in nanoseconds.
  package var clockReadNs: Double?
  /// The width that stands for the number of cores, if cells were given it so.
  package var coresWidth: Int?

  package init(runId: String, facts: EnvironmentFacts) {
    self.runId = runId
    startedAt = facts.value(EnvironmentFacts.Key.startedAt)
    hostId = facts.value(EnvironmentFacts.Key.hostId)
    cpuModel = facts.value(EnvironmentFacts.Key.cpuModel)
    clockReadNs = facts.value(EnvironmentFacts.Key.clockReadNs).flatMap(Double.init)
    coresWidth = facts.value(EnvironmentFacts.Key.coresWidth).flatMap { Int($0) }
  }

  /// The run of a row as it was read.
  init(_ row: TableRow) {
    runId = row[text: "run_id"] ?? ""
    startedAt = row[text: "started_at"]
    hostId = row[text: "host_id"]
    cpuModel = row[text: "cpu_model"]
  }
}

/// How the rounds of one row spread.
package struct Spread: Hashable, Sendable {
  package var minimum: Double
  package var maximum: Double
  package var medianAbsoluteDeviation: Double
  package var coefficientOfVariationPercent: Double?
  package var outliers: Int
}

/// A row of summary.csv: one metric of one arm in one cell.
package struct SummaryRow: Hashable, Sendable {
  package var run: RunIdentity
  package var cell: Cell
  package var arm: Arm
  package var metric: Metric
  package var estimate: Value
  package var comparison: Ratio
  package var isStable: Bool

  /// The arm that the row is about.
  package struct Arm: Hashable, Sendable {
    package var label: String
    package var subject: Repetition.Subject?
    /// The tasks of a batch, if they are the same in all rounds.
    package var tasksN: Int?
  }

  /// What the rounds say.
  package struct Value: Hashable, Sendable {
    package var rounds: Int
    /// How many rounds were disturbed for the arm or for the baseline.
    package var disturbed: Int
    /// The number of samples of a pooled percentile.
    package var pooled: Int?
    package var median: Double
    package var interval: ValueInterval?
    package var spread: Spread?
  }

  /// The arm against the baseline.
  package struct Ratio: Hashable, Sendable {
    package var baselineArm: String
    package var median: Double?
    package var interval: ValueInterval?
    package var verdict: Verdict?
  }
}

extension SummaryRow.Arm {
  init(_ arm: ArmResults) { self.init(label: arm.label, subject: arm.subject, tasksN: arm.tasksN) }
}

extension SummaryRow.Value {
  init(_ estimate: Estimate, disturbed: Int) {
    self.init(
      rounds: estimate.rounds, disturbed: disturbed, pooled: estimate.pooled, median: estimate.median,
      interval: estimate.interval, spread: estimate.spread)
  }
}

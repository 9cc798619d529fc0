package import BenchModel

/// How far a run is.
package struct RunProgress: Hashable, Sendable {
  package var repetition: PlannedRepetition
  package var cell: Cell
  package var arm: Arm
  /// Rounds that are measured.
  package var rounds: Int
  /// Repetitions that have a row, of the whole plan.
  package var finishedN: Int
  package var totalN: Int
  /// What the missing repetitions are expected to take, this one included.
  package var remainingNs: Int
}

/// Something that happened in a run.
package enum RunEvent: Sendable {
  /// The plan is on disk; `missingN` repetitions will run for about so long.
  case planned(Plan, missingN: Int, expectedNs: Int)
  /// Batches of growing size find out how many tasks the arm's batch has.
  case sizing(RunProgress)
  case started(RunProgress)
  /// The repetition's row is on disk.
  case finished(RunProgress, RepetitionRecord, MachineReading)
}

/// How a run ended.
package struct RunOutcome: Hashable, Sendable {
  /// The repetitions of the whole plan by the status of their rows.
  package var counts: [RepetitionStatus: Int]
  /// Whether an arm of this program failed, timed out, gave a wrong result or a malformed record: exit code 1.
  package var hadFailures: Bool

  package init(counts: [RepetitionStatus: Int], hadFailures: Bool) {
    self.counts = counts
    self.hadFailures = hadFailures
  }
}

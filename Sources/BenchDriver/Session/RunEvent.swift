package import BenchMachine
package import BenchModel
package import BenchPlan

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
  /// Something that a reader of the results should know, in one clause.
  case remark(String)
  /// The plan is on disk; `missingN` repetitions will run for about so long.
  case planned(Plan, missingN: Int, expectedNs: Int)
  /// Batches of growing size find out how many tasks the arm's batch has.
  case sizing(RunProgress)
  case started(RunProgress)
  /// The repetition's row is on disk.
  case finished(RunProgress, RepetitionRecord, MachineReading)
}
